# What a fresh Redmine holds before a test, told as JSON in the last line.
# `rails runner redmine_seed.rb`; nothing of this is secret, each database is new.
require 'json'

# What a user needs who keeps tickets: no administrator, no private notes, no deletion.
RIGHTS = %i[view_project view_issues add_issues edit_own_issues add_issue_notes].freeze

Redmine::DefaultData::Loader.load('en') if Redmine::DefaultData::Loader.no_data?
{ 'rest_api_enabled' => '1', 'default_language' => 'en', 'issue_group_assignment' => '1',
  'login_required' => '1', 'host_name' => '127.0.0.1' }.each { |name, value| Setting[name] = value }

admin = User.find_by_login('admin')
admin.must_change_passwd = false
admin.password = admin.password_confirmation = 'only-for-tests-1'
admin.save!(validate: false)

role = Role.create!(name: 'Ticket keeper', assignable: false, issues_visibility: 'all',
                    users_visibility: 'members_of_visible_projects', permissions: RIGHTS)
# Which status may follow which: the same as the Manager of the default data.
role.copy_workflow_rules(Role.find_by_name('Manager'))
user = User.new(firstname: 'oces', lastname: 'tickets', mail: 'oces@example.invalid', language: 'en')
user.login = 'oces'
user.password = user.password_confirmation = 'only-for-tests-2'
user.save!
group = Group.create!(lastname: 'Driftsgruppen')
member_role = Role.find_by_name('Developer')

projects = %w[oces drift].to_h do |name|
  project = Project.create!(name: name.capitalize, identifier: name, is_public: false, trackers: Tracker.all.to_a,
                            enabled_module_names: %w[issue_tracking])
  Member.create!(project: project, principal: user, roles: [role])
  Member.create!(project: project, principal: group, roles: [member_role])
  category = IssueCategory.create!(project: project, name: 'Certifikater')
  [name, { id: project.id, category: category.id }]
end
fields = { 'oces_id' => 'string', 'oces_state' => 'text' }.to_h do |name, format|
  field = IssueCustomField.create!(name: name, field_format: format, is_for_all: true, is_filter: name == 'oces_id',
                                   searchable: false, trackers: Tracker.all.to_a)
  [name, field.id]
end

puts JSON.generate(
  key: user.api_key, admin_key: admin.api_key, user: user.id, role: role.id, group: group.id, projects: projects,
  fields: fields, trackers: Tracker.all.to_h { |each| [each.name, each.id] },
  statuses: IssueStatus.all.to_h { |each| [each.name, each.id] },
  priorities: IssuePriority.all.to_h { |each| [each.name, each.id] },
  rights: role.permissions, version: Redmine::VERSION.to_s
)
