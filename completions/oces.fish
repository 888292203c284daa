# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_oces_global_optspecs
    string join \n color= lang= q/quiet= v/verbose= config= h/help V/version
end

function __fish_oces_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_oces_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_oces_using_subcommand
    set -l cmd (__fish_oces_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c oces -n "__fish_oces_needs_command" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c oces -n "__fish_oces_needs_command" -l lang -d 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]' -r -f -a "da\t'Danish'
en\t'English'"
complete -c oces -n "__fish_oces_needs_command" -s q -l quiet -d 'Say nothing but errors beside the report' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_needs_command" -s v -l verbose -d 'Say more' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_needs_command" -l config -d 'The configuration file [default: ./oces.toml if it exists]' -r -F
complete -c oces -n "__fish_oces_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c oces -n "__fish_oces_needs_command" -s V -l version -d 'Print version'
complete -c oces -n "__fish_oces_needs_command" -f -a "scan" -d 'Find, judge and plan: the main job'
complete -c oces -n "__fish_oces_needs_command" -f -a "plan" -d 'The plan from one or many scan reports (JSON), merged'
complete -c oces -n "__fish_oces_needs_command" -f -a "diff" -d 'What is new, gone and remaining between two scan reports (JSON)'
complete -c oces -n "__fish_oces_needs_command" -f -a "inspect" -d 'Everything known about each certificate and store in one file'
complete -c oces -n "__fish_oces_needs_command" -f -a "verify" -d 'Whether a new OCES III keystore is ready to go live'
complete -c oces -n "__fish_oces_needs_command" -f -a "tickets" -d 'Feed a tracker: one ticket a system, never twice, closed when it is gone'
complete -c oces -n "__fish_oces_needs_command" -f -a "check" -d 'The state in one line for Nagios and Icinga, of a scan or of its report'
complete -c oces -n "__fish_oces_needs_command" -f -a "catalogue" -d 'The generations, authorities and dates that are known, with their sources'
complete -c oces -n "__fish_oces_needs_command" -f -a "schema" -d 'The JSON Schema of the report'
complete -c oces -n "__fish_oces_needs_command" -f -a "completions" -d 'The completion script of a shell'
complete -c oces -n "__fish_oces_needs_command" -f -a "man" -d 'The manual pages'
complete -c oces -n "__fish_oces_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c oces -n "__fish_oces_using_subcommand scan" -l files-from -d 'Also look at the files listed in FILE (- is standard input), one a line or separated by NUL' -r -F
complete -c oces -n "__fish_oces_using_subcommand scan" -l exclude -d 'Leave out what matches; repeatable' -r
complete -c oces -n "__fish_oces_using_subcommand scan" -l follow -d 'Follow symbolic links (loops end, nothing is counted twice)' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand scan" -l one-file-system -d 'Stay on the filesystem of each root' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand scan" -l network-filesystems -d 'Enter network filesystems' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand scan" -l snapshots -d 'Look into snapshot folders (.snapshot, .zfs/snapshot)' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand scan" -l no-home -d 'Leave out the home directories of users' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand scan" -l recall-offline -d 'Read files that tiered storage would first have to fetch' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand scan" -l no-archives -d 'Do not look into archives' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand scan" -l max-depth -d 'How deep archives may nest in archives [default: 12]' -r
complete -c oces -n "__fish_oces_using_subcommand scan" -l max-members -d 'How many members one file may hold, nested ones included [default: 1000000]' -r
complete -c oces -n "__fish_oces_using_subcommand scan" -l max-expanded -d 'How much one file may expand to [default: 256GiB]' -r
complete -c oces -n "__fish_oces_using_subcommand scan" -l max-expanded-scan -d 'How much all files together may expand to [default: 4TiB]' -r
complete -c oces -n "__fish_oces_using_subcommand scan" -l max-ratio -d 'How many times its own size a file may expand to, beyond 256MiB [default: 200]' -r
complete -c oces -n "__fish_oces_using_subcommand scan" -l max-seconds -d 'How many seconds of processor time one file may take [default: 600]' -r
complete -c oces -n "__fish_oces_using_subcommand scan" -l memory -d 'How much memory dictionaries and nested archives may take, all threads together [default: 96MiB]' -r
complete -c oces -n "__fish_oces_using_subcommand scan" -l no-mail -d 'Do not look into messages and mailboxes' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand scan" -l no-references -d 'Do not read configuration and code a second time for what they name' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand scan" -s j -l jobs -d 'How many threads [default: one a processor]' -r
complete -c oces -n "__fish_oces_using_subcommand scan" -l idle -d 'Let everything else on the machine go first: idle classes of processor and disk, one thread' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand scan" -l max-read-rate -d 'Read at most so much a second, all threads together: 20MiB' -r
complete -c oces -n "__fish_oces_using_subcommand scan" -l time-limit -d 'Begin nothing new after so long: 90s, 30m, 2h, 1d' -r
complete -c oces -n "__fish_oces_using_subcommand scan" -l resume -d 'Go on where the scan of this report (JSON) was stopped; reports are of the whole' -r -F
complete -c oces -n "__fish_oces_using_subcommand scan" -s o -l output -d 'A report, to standard output or PATH; repeatable [default: table]' -r
complete -c oces -n "__fish_oces_using_subcommand scan" -l as-of -d 'The day of the verdicts, YYYY-MM-DD [default: today]' -r
complete -c oces -n "__fish_oces_using_subcommand scan" -l expiring-within -d 'How long before its end a certificate counts as expiring: 90d, 12w [default: 90d]' -r
complete -c oces -n "__fish_oces_using_subcommand scan" -l catalogue -d 'Add to or replace parts of the catalogue' -r -F
complete -c oces -n "__fish_oces_using_subcommand scan" -l password-file -d 'Passwords to try on keystores, one a line' -r -F
complete -c oces -n "__fish_oces_using_subcommand scan" -l no-default-passwords -d 'Do not try the usual default passwords' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand scan" -l previous -d 'An earlier report (JSON): tells what is new, gone and remaining' -r -F
complete -c oces -n "__fish_oces_using_subcommand scan" -l mitid-erhverv-csv -d 'The certificate list exported from MitID Erhverv (CSV), compared with what is found' -r -F
complete -c oces -n "__fish_oces_using_subcommand scan" -l personal-data -d 'What becomes of what names a person, in every report [default: by format, see PRIVACY.md]' -r -f -a "show\t'It stands there'
pseudonymise\t'A pseudonym stands for it, the same in every report with the same key'
omit\t'It is left out'"
complete -c oces -n "__fish_oces_using_subcommand scan" -l pseudonym-key-file -d 'The secret that pseudonyms are made with: at least 32 octets' -r -F
complete -c oces -n "__fish_oces_using_subcommand scan" -l csv-dialect -d 'Which CSV [default: excel-da]' -r -f -a "excel-da\t'Semicolons and a byte order mark, as a Danish Excel opens it'
rfc4180\t'Commas and no byte order mark, RFC 4180'"
complete -c oces -n "__fish_oces_using_subcommand scan" -l fail-on -d 'From which severity on findings end with code 1 [default: warning]' -r -f -a "error\t''
warning\t''
note\t''
never\t''"
complete -c oces -n "__fish_oces_using_subcommand scan" -l allow-incomplete -d 'End with 0 instead of 3 when not everything could be looked at' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand scan" -l fail-on-rule -d 'Findings of this rule end with code 1 whatever their severity; repeatable' -r
complete -c oces -n "__fish_oces_using_subcommand scan" -l baseline -d 'An earlier report (JSON): only findings that are not in it count for the exit code' -r -F
complete -c oces -n "__fish_oces_using_subcommand scan" -l scope -d 'The name that stands for this machine in finding identities [default: the host name]' -r
complete -c oces -n "__fish_oces_using_subcommand scan" -l all -d 'List every certificate, also those of no OCES generation' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand scan" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c oces -n "__fish_oces_using_subcommand scan" -l lang -d 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]' -r -f -a "da\t'Danish'
en\t'English'"
complete -c oces -n "__fish_oces_using_subcommand scan" -s q -l quiet -d 'Say nothing but errors beside the report' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand scan" -s v -l verbose -d 'Say more' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand scan" -l config -d 'The configuration file [default: ./oces.toml if it exists]' -r -F
complete -c oces -n "__fish_oces_using_subcommand scan" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c oces -n "__fish_oces_using_subcommand plan" -s o -l output -d 'A report, to standard output or PATH; repeatable [default: table]' -r
complete -c oces -n "__fish_oces_using_subcommand plan" -l as-of -d 'The day of the verdicts, YYYY-MM-DD [default: today]' -r
complete -c oces -n "__fish_oces_using_subcommand plan" -l expiring-within -d 'How long before its end a certificate counts as expiring: 90d, 12w [default: 90d]' -r
complete -c oces -n "__fish_oces_using_subcommand plan" -l catalogue -d 'Add to or replace parts of the catalogue' -r -F
complete -c oces -n "__fish_oces_using_subcommand plan" -l previous -d 'An earlier report (JSON): tells what is new, gone and remaining' -r -F
complete -c oces -n "__fish_oces_using_subcommand plan" -l mitid-erhverv-csv -d 'The certificate list exported from MitID Erhverv (CSV), compared with what is found' -r -F
complete -c oces -n "__fish_oces_using_subcommand plan" -l personal-data -d 'What becomes of what names a person, in every report [default: by format, see PRIVACY.md]' -r -f -a "show\t'It stands there'
pseudonymise\t'A pseudonym stands for it, the same in every report with the same key'
omit\t'It is left out'"
complete -c oces -n "__fish_oces_using_subcommand plan" -l pseudonym-key-file -d 'The secret that pseudonyms are made with: at least 32 octets' -r -F
complete -c oces -n "__fish_oces_using_subcommand plan" -l csv-dialect -d 'Which CSV [default: excel-da]' -r -f -a "excel-da\t'Semicolons and a byte order mark, as a Danish Excel opens it'
rfc4180\t'Commas and no byte order mark, RFC 4180'"
complete -c oces -n "__fish_oces_using_subcommand plan" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c oces -n "__fish_oces_using_subcommand plan" -l lang -d 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]' -r -f -a "da\t'Danish'
en\t'English'"
complete -c oces -n "__fish_oces_using_subcommand plan" -s q -l quiet -d 'Say nothing but errors beside the report' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand plan" -s v -l verbose -d 'Say more' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand plan" -l config -d 'The configuration file [default: ./oces.toml if it exists]' -r -F
complete -c oces -n "__fish_oces_using_subcommand plan" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c oces -n "__fish_oces_using_subcommand diff" -s o -l output -d 'As a table or as json' -r
complete -c oces -n "__fish_oces_using_subcommand diff" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c oces -n "__fish_oces_using_subcommand diff" -l lang -d 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]' -r -f -a "da\t'Danish'
en\t'English'"
complete -c oces -n "__fish_oces_using_subcommand diff" -s q -l quiet -d 'Say nothing but errors beside the report' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand diff" -s v -l verbose -d 'Say more' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand diff" -l config -d 'The configuration file [default: ./oces.toml if it exists]' -r -F
complete -c oces -n "__fish_oces_using_subcommand diff" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c oces -n "__fish_oces_using_subcommand inspect" -s o -l output -d 'A report, to standard output or PATH; repeatable [default: table]' -r
complete -c oces -n "__fish_oces_using_subcommand inspect" -l as-of -d 'The day of the verdicts, YYYY-MM-DD [default: today]' -r
complete -c oces -n "__fish_oces_using_subcommand inspect" -l expiring-within -d 'How long before its end a certificate counts as expiring: 90d, 12w [default: 90d]' -r
complete -c oces -n "__fish_oces_using_subcommand inspect" -l catalogue -d 'Add to or replace parts of the catalogue' -r -F
complete -c oces -n "__fish_oces_using_subcommand inspect" -l password-file -d 'Passwords to try on keystores, one a line' -r -F
complete -c oces -n "__fish_oces_using_subcommand inspect" -l no-default-passwords -d 'Do not try the usual default passwords' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand inspect" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c oces -n "__fish_oces_using_subcommand inspect" -l lang -d 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]' -r -f -a "da\t'Danish'
en\t'English'"
complete -c oces -n "__fish_oces_using_subcommand inspect" -s q -l quiet -d 'Say nothing but errors beside the report' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand inspect" -s v -l verbose -d 'Say more' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand inspect" -l config -d 'The configuration file [default: ./oces.toml if it exists]' -r -F
complete -c oces -n "__fish_oces_using_subcommand inspect" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c oces -n "__fish_oces_using_subcommand verify" -l for -d 'Who is at the other end, by an id as in the README; ID:test is their test environment; repeatable' -r
complete -c oces -n "__fish_oces_using_subcommand verify" -s o -l output -d 'A report, to standard output or PATH; repeatable [default: table]' -r
complete -c oces -n "__fish_oces_using_subcommand verify" -l as-of -d 'The day of the verdicts, YYYY-MM-DD [default: today]' -r
complete -c oces -n "__fish_oces_using_subcommand verify" -l expiring-within -d 'How long before its end a certificate counts as expiring: 90d, 12w [default: 90d]' -r
complete -c oces -n "__fish_oces_using_subcommand verify" -l catalogue -d 'Add to or replace parts of the catalogue' -r -F
complete -c oces -n "__fish_oces_using_subcommand verify" -l password-file -d 'Passwords to try on keystores, one a line' -r -F
complete -c oces -n "__fish_oces_using_subcommand verify" -l no-default-passwords -d 'Do not try the usual default passwords' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand verify" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c oces -n "__fish_oces_using_subcommand verify" -l lang -d 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]' -r -f -a "da\t'Danish'
en\t'English'"
complete -c oces -n "__fish_oces_using_subcommand verify" -s q -l quiet -d 'Say nothing but errors beside the report' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand verify" -s v -l verbose -d 'Say more' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand verify" -l config -d 'The configuration file [default: ./oces.toml if it exists]' -r -F
complete -c oces -n "__fish_oces_using_subcommand verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c oces -n "__fish_oces_using_subcommand tickets; and not __fish_seen_subcommand_from plan sync help" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c oces -n "__fish_oces_using_subcommand tickets; and not __fish_seen_subcommand_from plan sync help" -l lang -d 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]' -r -f -a "da\t'Danish'
en\t'English'"
complete -c oces -n "__fish_oces_using_subcommand tickets; and not __fish_seen_subcommand_from plan sync help" -s q -l quiet -d 'Say nothing but errors beside the report' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand tickets; and not __fish_seen_subcommand_from plan sync help" -s v -l verbose -d 'Say more' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand tickets; and not __fish_seen_subcommand_from plan sync help" -l config -d 'The configuration file [default: ./oces.toml if it exists]' -r -F
complete -c oces -n "__fish_oces_using_subcommand tickets; and not __fish_seen_subcommand_from plan sync help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c oces -n "__fish_oces_using_subcommand tickets; and not __fish_seen_subcommand_from plan sync help" -f -a "plan" -d 'The operations that bring a tracker up to date, as JSON for people and scripts; no network'
complete -c oces -n "__fish_oces_using_subcommand tickets; and not __fish_seen_subcommand_from plan sync help" -f -a "sync" -d 'Bring a tracker up to date: the only command that opens a connection'
complete -c oces -n "__fish_oces_using_subcommand tickets; and not __fish_seen_subcommand_from plan sync help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from plan" -l for -d 'Whose requests to write' -r -f -a "rt\t''
redmine\t''
jira\t''
jira-csv\t''
servicenow\t''
topdesk\t''
github\t''
gitlab\t''"
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from plan" -l previous -d 'An earlier report (JSON) whose tickets are there already; repeatable, as reports are' -r -F
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from plan" -l known -d 'The tickets that are there (CSV or JSON): external id, number, state' -r -F
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from plan" -l first-run -d 'There are no tickets yet' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from plan" -l per -d 'What one ticket is about [default: system]' -r -f -a "system\t'A system: what lives in one folder or bears one name in oces.toml'
certificate\t'A certificate, wherever it lies'
action\t'An action of the plan'"
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from plan" -l max-new -d 'How many tickets may be made at once; more stop the run before anything is done [default: 25]' -r
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from plan" -l min-severity -d 'Findings below it alone make no ticket [default: warning]' -r -f -a "error\t''
warning\t''
note\t''"
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from plan" -l queue -d 'Queue, project or repository, where no owner of oces.toml names one' -r
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from plan" -s o -l output -d 'The outcome, to standard output or PATH; repeatable [default: plan json, sync table]' -r
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from plan" -l as-of -d 'The day of the verdicts, YYYY-MM-DD [default: today]' -r
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from plan" -l expiring-within -d 'How long before its end a certificate counts as expiring: 90d, 12w [default: 90d]' -r
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from plan" -l catalogue -d 'Add to or replace parts of the catalogue' -r -F
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from plan" -l personal-data -d 'What becomes of what names a person [default: omit]' -r -f -a "show\t'It stands there'
pseudonymise\t'A pseudonym stands for it, the same in every report with the same key'
omit\t'It is left out'"
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from plan" -l pseudonym-key-file -d 'The secret that pseudonyms are made with: at least 32 octets' -r -F
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from plan" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from plan" -l lang -d 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]' -r -f -a "da\t'Danish'
en\t'English'"
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from plan" -s q -l quiet -d 'Say nothing but errors beside the report' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from plan" -s v -l verbose -d 'Say more' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from plan" -l config -d 'The configuration file [default: ./oces.toml if it exists]' -r -F
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from plan" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from sync" -l tracker -d 'The tracker' -r -f -a "rt\t''
redmine\t''"
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from sync" -l url -d 'Its address, as in a browser, with https' -r
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from sync" -l token-file -d 'A file with the token or API key; with a colon in it, a user and a password' -r -F
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from sync" -l dry-run -d 'Tell what would be done, and do nothing' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from sync" -l retry-for -d 'How long a server that is busy or broken is tried again: 60s, 5m [default: 60s]' -r
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from sync" -l ca-file -d 'Authorities to trust besides those of the system (PEM)' -r -F
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from sync" -l plain-http -d 'Allow http:// to other machines: the token goes over the network for all to read' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from sync" -l per -d 'What one ticket is about [default: system]' -r -f -a "system\t'A system: what lives in one folder or bears one name in oces.toml'
certificate\t'A certificate, wherever it lies'
action\t'An action of the plan'"
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from sync" -l max-new -d 'How many tickets may be made at once; more stop the run before anything is done [default: 25]' -r
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from sync" -l min-severity -d 'Findings below it alone make no ticket [default: warning]' -r -f -a "error\t''
warning\t''
note\t''"
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from sync" -l queue -d 'Queue, project or repository, where no owner of oces.toml names one' -r
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from sync" -s o -l output -d 'The outcome, to standard output or PATH; repeatable [default: plan json, sync table]' -r
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from sync" -l as-of -d 'The day of the verdicts, YYYY-MM-DD [default: today]' -r
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from sync" -l expiring-within -d 'How long before its end a certificate counts as expiring: 90d, 12w [default: 90d]' -r
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from sync" -l catalogue -d 'Add to or replace parts of the catalogue' -r -F
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from sync" -l personal-data -d 'What becomes of what names a person [default: omit]' -r -f -a "show\t'It stands there'
pseudonymise\t'A pseudonym stands for it, the same in every report with the same key'
omit\t'It is left out'"
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from sync" -l pseudonym-key-file -d 'The secret that pseudonyms are made with: at least 32 octets' -r -F
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from sync" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from sync" -l lang -d 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]' -r -f -a "da\t'Danish'
en\t'English'"
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from sync" -s q -l quiet -d 'Say nothing but errors beside the report' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from sync" -s v -l verbose -d 'Say more' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from sync" -l config -d 'The configuration file [default: ./oces.toml if it exists]' -r -F
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from sync" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from help" -f -a "plan" -d 'The operations that bring a tracker up to date, as JSON for people and scripts; no network'
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from help" -f -a "sync" -d 'Bring a tracker up to date: the only command that opens a connection'
complete -c oces -n "__fish_oces_using_subcommand tickets; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c oces -n "__fish_oces_using_subcommand check" -l report -d 'Tell of this report (oces scan -o json) instead of scanning; - is standard input' -r -F
complete -c oces -n "__fish_oces_using_subcommand check" -l max-age -d 'How old that report may be before the state is unknown: 26h, 2d [default: 2d]' -r
complete -c oces -n "__fish_oces_using_subcommand check" -l files-from -d 'Also look at the files listed in FILE (- is standard input), one a line or separated by NUL' -r -F
complete -c oces -n "__fish_oces_using_subcommand check" -l exclude -d 'Leave out what matches; repeatable' -r
complete -c oces -n "__fish_oces_using_subcommand check" -l follow -d 'Follow symbolic links (loops end, nothing is counted twice)' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand check" -l one-file-system -d 'Stay on the filesystem of each root' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand check" -l network-filesystems -d 'Enter network filesystems' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand check" -l snapshots -d 'Look into snapshot folders (.snapshot, .zfs/snapshot)' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand check" -l no-home -d 'Leave out the home directories of users' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand check" -l recall-offline -d 'Read files that tiered storage would first have to fetch' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand check" -l no-archives -d 'Do not look into archives' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand check" -l max-depth -d 'How deep archives may nest in archives [default: 12]' -r
complete -c oces -n "__fish_oces_using_subcommand check" -l max-members -d 'How many members one file may hold, nested ones included [default: 1000000]' -r
complete -c oces -n "__fish_oces_using_subcommand check" -l max-expanded -d 'How much one file may expand to [default: 256GiB]' -r
complete -c oces -n "__fish_oces_using_subcommand check" -l max-expanded-scan -d 'How much all files together may expand to [default: 4TiB]' -r
complete -c oces -n "__fish_oces_using_subcommand check" -l max-ratio -d 'How many times its own size a file may expand to, beyond 256MiB [default: 200]' -r
complete -c oces -n "__fish_oces_using_subcommand check" -l max-seconds -d 'How many seconds of processor time one file may take [default: 600]' -r
complete -c oces -n "__fish_oces_using_subcommand check" -l memory -d 'How much memory dictionaries and nested archives may take, all threads together [default: 96MiB]' -r
complete -c oces -n "__fish_oces_using_subcommand check" -l no-mail -d 'Do not look into messages and mailboxes' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand check" -l no-references -d 'Do not read configuration and code a second time for what they name' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand check" -s j -l jobs -d 'How many threads [default: one a processor]' -r
complete -c oces -n "__fish_oces_using_subcommand check" -l idle -d 'Let everything else on the machine go first: idle classes of processor and disk, one thread' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand check" -l max-read-rate -d 'Read at most so much a second, all threads together: 20MiB' -r
complete -c oces -n "__fish_oces_using_subcommand check" -l time-limit -d 'Begin nothing new after so long: 90s, 30m, 2h, 1d' -r
complete -c oces -n "__fish_oces_using_subcommand check" -l resume -d 'Go on where the scan of this report (JSON) was stopped; reports are of the whole' -r -F
complete -c oces -n "__fish_oces_using_subcommand check" -s o -l output -d 'A report, to standard output or PATH; repeatable [default: table]' -r
complete -c oces -n "__fish_oces_using_subcommand check" -l as-of -d 'The day of the verdicts, YYYY-MM-DD [default: today]' -r
complete -c oces -n "__fish_oces_using_subcommand check" -l expiring-within -d 'How long before its end a certificate counts as expiring: 90d, 12w [default: 90d]' -r
complete -c oces -n "__fish_oces_using_subcommand check" -l catalogue -d 'Add to or replace parts of the catalogue' -r -F
complete -c oces -n "__fish_oces_using_subcommand check" -l password-file -d 'Passwords to try on keystores, one a line' -r -F
complete -c oces -n "__fish_oces_using_subcommand check" -l no-default-passwords -d 'Do not try the usual default passwords' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand check" -l previous -d 'An earlier report (JSON): tells what is new, gone and remaining' -r -F
complete -c oces -n "__fish_oces_using_subcommand check" -l mitid-erhverv-csv -d 'The certificate list exported from MitID Erhverv (CSV), compared with what is found' -r -F
complete -c oces -n "__fish_oces_using_subcommand check" -l personal-data -d 'What becomes of what names a person, in every report [default: by format, see PRIVACY.md]' -r -f -a "show\t'It stands there'
pseudonymise\t'A pseudonym stands for it, the same in every report with the same key'
omit\t'It is left out'"
complete -c oces -n "__fish_oces_using_subcommand check" -l pseudonym-key-file -d 'The secret that pseudonyms are made with: at least 32 octets' -r -F
complete -c oces -n "__fish_oces_using_subcommand check" -l csv-dialect -d 'Which CSV [default: excel-da]' -r -f -a "excel-da\t'Semicolons and a byte order mark, as a Danish Excel opens it'
rfc4180\t'Commas and no byte order mark, RFC 4180'"
complete -c oces -n "__fish_oces_using_subcommand check" -l fail-on -d 'From which severity on findings end with code 1 [default: warning]' -r -f -a "error\t''
warning\t''
note\t''
never\t''"
complete -c oces -n "__fish_oces_using_subcommand check" -l allow-incomplete -d 'End with 0 instead of 3 when not everything could be looked at' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand check" -l fail-on-rule -d 'Findings of this rule end with code 1 whatever their severity; repeatable' -r
complete -c oces -n "__fish_oces_using_subcommand check" -l baseline -d 'An earlier report (JSON): only findings that are not in it count for the exit code' -r -F
complete -c oces -n "__fish_oces_using_subcommand check" -l scope -d 'The name that stands for this machine in finding identities [default: the host name]' -r
complete -c oces -n "__fish_oces_using_subcommand check" -l all -d 'List every certificate, also those of no OCES generation' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand check" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c oces -n "__fish_oces_using_subcommand check" -l lang -d 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]' -r -f -a "da\t'Danish'
en\t'English'"
complete -c oces -n "__fish_oces_using_subcommand check" -s q -l quiet -d 'Say nothing but errors beside the report' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand check" -s v -l verbose -d 'Say more' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand check" -l config -d 'The configuration file [default: ./oces.toml if it exists]' -r -F
complete -c oces -n "__fish_oces_using_subcommand check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c oces -n "__fish_oces_using_subcommand catalogue" -l catalogue -d 'Add to or replace parts of the catalogue' -r -F
complete -c oces -n "__fish_oces_using_subcommand catalogue" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c oces -n "__fish_oces_using_subcommand catalogue" -l lang -d 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]' -r -f -a "da\t'Danish'
en\t'English'"
complete -c oces -n "__fish_oces_using_subcommand catalogue" -s q -l quiet -d 'Say nothing but errors beside the report' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand catalogue" -s v -l verbose -d 'Say more' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand catalogue" -l config -d 'The configuration file [default: ./oces.toml if it exists]' -r -F
complete -c oces -n "__fish_oces_using_subcommand catalogue" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c oces -n "__fish_oces_using_subcommand schema" -l of -d 'The report, or each line of `-o ndjson`' -r -f -a "json\t'The report'
ndjson\t'One line'"
complete -c oces -n "__fish_oces_using_subcommand schema" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c oces -n "__fish_oces_using_subcommand schema" -l lang -d 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]' -r -f -a "da\t'Danish'
en\t'English'"
complete -c oces -n "__fish_oces_using_subcommand schema" -s q -l quiet -d 'Say nothing but errors beside the report' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand schema" -s v -l verbose -d 'Say more' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand schema" -l config -d 'The configuration file [default: ./oces.toml if it exists]' -r -F
complete -c oces -n "__fish_oces_using_subcommand schema" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c oces -n "__fish_oces_using_subcommand completions" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c oces -n "__fish_oces_using_subcommand completions" -l lang -d 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]' -r -f -a "da\t'Danish'
en\t'English'"
complete -c oces -n "__fish_oces_using_subcommand completions" -s q -l quiet -d 'Say nothing but errors beside the report' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand completions" -s v -l verbose -d 'Say more' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand completions" -l config -d 'The configuration file [default: ./oces.toml if it exists]' -r -F
complete -c oces -n "__fish_oces_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c oces -n "__fish_oces_using_subcommand man" -l out -d 'Write all pages into this directory instead of oces.1 to standard output' -r -F
complete -c oces -n "__fish_oces_using_subcommand man" -l color -d 'When to use colour [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c oces -n "__fish_oces_using_subcommand man" -l lang -d 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]' -r -f -a "da\t'Danish'
en\t'English'"
complete -c oces -n "__fish_oces_using_subcommand man" -s q -l quiet -d 'Say nothing but errors beside the report' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand man" -s v -l verbose -d 'Say more' -r -f -a "true\t''
false\t''"
complete -c oces -n "__fish_oces_using_subcommand man" -l config -d 'The configuration file [default: ./oces.toml if it exists]' -r -F
complete -c oces -n "__fish_oces_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c oces -n "__fish_oces_using_subcommand help; and not __fish_seen_subcommand_from scan plan diff inspect verify tickets check catalogue schema completions man help" -f -a "scan" -d 'Find, judge and plan: the main job'
complete -c oces -n "__fish_oces_using_subcommand help; and not __fish_seen_subcommand_from scan plan diff inspect verify tickets check catalogue schema completions man help" -f -a "plan" -d 'The plan from one or many scan reports (JSON), merged'
complete -c oces -n "__fish_oces_using_subcommand help; and not __fish_seen_subcommand_from scan plan diff inspect verify tickets check catalogue schema completions man help" -f -a "diff" -d 'What is new, gone and remaining between two scan reports (JSON)'
complete -c oces -n "__fish_oces_using_subcommand help; and not __fish_seen_subcommand_from scan plan diff inspect verify tickets check catalogue schema completions man help" -f -a "inspect" -d 'Everything known about each certificate and store in one file'
complete -c oces -n "__fish_oces_using_subcommand help; and not __fish_seen_subcommand_from scan plan diff inspect verify tickets check catalogue schema completions man help" -f -a "verify" -d 'Whether a new OCES III keystore is ready to go live'
complete -c oces -n "__fish_oces_using_subcommand help; and not __fish_seen_subcommand_from scan plan diff inspect verify tickets check catalogue schema completions man help" -f -a "tickets" -d 'Feed a tracker: one ticket a system, never twice, closed when it is gone'
complete -c oces -n "__fish_oces_using_subcommand help; and not __fish_seen_subcommand_from scan plan diff inspect verify tickets check catalogue schema completions man help" -f -a "check" -d 'The state in one line for Nagios and Icinga, of a scan or of its report'
complete -c oces -n "__fish_oces_using_subcommand help; and not __fish_seen_subcommand_from scan plan diff inspect verify tickets check catalogue schema completions man help" -f -a "catalogue" -d 'The generations, authorities and dates that are known, with their sources'
complete -c oces -n "__fish_oces_using_subcommand help; and not __fish_seen_subcommand_from scan plan diff inspect verify tickets check catalogue schema completions man help" -f -a "schema" -d 'The JSON Schema of the report'
complete -c oces -n "__fish_oces_using_subcommand help; and not __fish_seen_subcommand_from scan plan diff inspect verify tickets check catalogue schema completions man help" -f -a "completions" -d 'The completion script of a shell'
complete -c oces -n "__fish_oces_using_subcommand help; and not __fish_seen_subcommand_from scan plan diff inspect verify tickets check catalogue schema completions man help" -f -a "man" -d 'The manual pages'
complete -c oces -n "__fish_oces_using_subcommand help; and not __fish_seen_subcommand_from scan plan diff inspect verify tickets check catalogue schema completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c oces -n "__fish_oces_using_subcommand help; and __fish_seen_subcommand_from tickets" -f -a "plan" -d 'The operations that bring a tracker up to date, as JSON for people and scripts; no network'
complete -c oces -n "__fish_oces_using_subcommand help; and __fish_seen_subcommand_from tickets" -f -a "sync" -d 'Bring a tracker up to date: the only command that opens a connection'
