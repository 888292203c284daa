
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'oces' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'oces'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'oces' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but errors beside the report')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but errors beside the report')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: ./oces.toml if it exists]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('scan', 'scan', [CompletionResultType]::ParameterValue, 'Find, judge and plan: the main job')
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'The plan from one or many scan reports (JSON), merged')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'What is new, gone and remaining between two scan reports (JSON)')
            [CompletionResult]::new('inspect', 'inspect', [CompletionResultType]::ParameterValue, 'Everything known about each certificate and store in one file')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Whether a new OCES III keystore is ready to go live')
            [CompletionResult]::new('tickets', 'tickets', [CompletionResultType]::ParameterValue, 'Feed a tracker: one ticket a system, never twice, closed when it is gone')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'The state in one line for Nagios and Icinga, of a scan or of its report')
            [CompletionResult]::new('catalogue', 'catalogue', [CompletionResultType]::ParameterValue, 'The generations, authorities and dates that are known, with their sources')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'The JSON Schema of the report')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'The completion script of a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'The manual pages')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'oces;scan' {
            [CompletionResult]::new('--files-from', '--files-from', [CompletionResultType]::ParameterName, 'Also look at the files listed in FILE (- is standard input), one a line or separated by NUL')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'Leave out what matches; repeatable')
            [CompletionResult]::new('--follow', '--follow', [CompletionResultType]::ParameterName, 'Follow symbolic links (loops end, nothing is counted twice)')
            [CompletionResult]::new('--one-file-system', '--one-file-system', [CompletionResultType]::ParameterName, 'Stay on the filesystem of each root')
            [CompletionResult]::new('--network-filesystems', '--network-filesystems', [CompletionResultType]::ParameterName, 'Enter network filesystems')
            [CompletionResult]::new('--snapshots', '--snapshots', [CompletionResultType]::ParameterName, 'Look into snapshot folders (.snapshot, .zfs/snapshot)')
            [CompletionResult]::new('--no-home', '--no-home', [CompletionResultType]::ParameterName, 'Leave out the home directories of users')
            [CompletionResult]::new('--recall-offline', '--recall-offline', [CompletionResultType]::ParameterName, 'Read files that tiered storage would first have to fetch')
            [CompletionResult]::new('--no-archives', '--no-archives', [CompletionResultType]::ParameterName, 'Do not look into archives')
            [CompletionResult]::new('--max-depth', '--max-depth', [CompletionResultType]::ParameterName, 'How deep archives may nest in archives [default: 12]')
            [CompletionResult]::new('--max-members', '--max-members', [CompletionResultType]::ParameterName, 'How many members one file may hold, nested ones included [default: 1000000]')
            [CompletionResult]::new('--max-expanded', '--max-expanded', [CompletionResultType]::ParameterName, 'How much one file may expand to [default: 256GiB]')
            [CompletionResult]::new('--max-expanded-scan', '--max-expanded-scan', [CompletionResultType]::ParameterName, 'How much all files together may expand to [default: 4TiB]')
            [CompletionResult]::new('--max-ratio', '--max-ratio', [CompletionResultType]::ParameterName, 'How many times its own size a file may expand to, beyond 256MiB [default: 200]')
            [CompletionResult]::new('--max-seconds', '--max-seconds', [CompletionResultType]::ParameterName, 'How many seconds of processor time one file may take [default: 600]')
            [CompletionResult]::new('--memory', '--memory', [CompletionResultType]::ParameterName, 'How much memory dictionaries and nested archives may take, all threads together [default: 96MiB]')
            [CompletionResult]::new('--no-mail', '--no-mail', [CompletionResultType]::ParameterName, 'Do not look into messages and mailboxes')
            [CompletionResult]::new('--no-references', '--no-references', [CompletionResultType]::ParameterName, 'Do not read configuration and code a second time for what they name')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'How many threads [default: one a processor]')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'How many threads [default: one a processor]')
            [CompletionResult]::new('--idle', '--idle', [CompletionResultType]::ParameterName, 'Let everything else on the machine go first: idle classes of processor and disk, one thread')
            [CompletionResult]::new('--max-read-rate', '--max-read-rate', [CompletionResultType]::ParameterName, 'Read at most so much a second, all threads together: 20MiB')
            [CompletionResult]::new('--time-limit', '--time-limit', [CompletionResultType]::ParameterName, 'Begin nothing new after so long: 90s, 30m, 2h, 1d')
            [CompletionResult]::new('--resume', '--resume', [CompletionResultType]::ParameterName, 'Go on where the scan of this report (JSON) was stopped; reports are of the whole')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'A report, to standard output or PATH; repeatable [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'A report, to standard output or PATH; repeatable [default: table]')
            [CompletionResult]::new('--as-of', '--as-of', [CompletionResultType]::ParameterName, 'The day of the verdicts, YYYY-MM-DD [default: today]')
            [CompletionResult]::new('--expiring-within', '--expiring-within', [CompletionResultType]::ParameterName, 'How long before its end a certificate counts as expiring: 90d, 12w [default: 90d]')
            [CompletionResult]::new('--catalogue', '--catalogue', [CompletionResultType]::ParameterName, 'Add to or replace parts of the catalogue')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'Passwords to try on keystores, one a line')
            [CompletionResult]::new('--no-default-passwords', '--no-default-passwords', [CompletionResultType]::ParameterName, 'Do not try the usual default passwords')
            [CompletionResult]::new('--previous', '--previous', [CompletionResultType]::ParameterName, 'An earlier report (JSON): tells what is new, gone and remaining')
            [CompletionResult]::new('--mitid-erhverv-csv', '--mitid-erhverv-csv', [CompletionResultType]::ParameterName, 'The certificate list exported from MitID Erhverv (CSV), compared with what is found')
            [CompletionResult]::new('--personal-data', '--personal-data', [CompletionResultType]::ParameterName, 'What becomes of what names a person, in every report [default: by format, see PRIVACY.md]')
            [CompletionResult]::new('--pseudonym-key-file', '--pseudonym-key-file', [CompletionResultType]::ParameterName, 'The secret that pseudonyms are made with: at least 32 octets')
            [CompletionResult]::new('--csv-dialect', '--csv-dialect', [CompletionResultType]::ParameterName, 'Which CSV [default: excel-da]')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'From which severity on findings end with code 1 [default: warning]')
            [CompletionResult]::new('--allow-incomplete', '--allow-incomplete', [CompletionResultType]::ParameterName, 'End with 0 instead of 3 when not everything could be looked at')
            [CompletionResult]::new('--fail-on-rule', '--fail-on-rule', [CompletionResultType]::ParameterName, 'Findings of this rule end with code 1 whatever their severity; repeatable')
            [CompletionResult]::new('--baseline', '--baseline', [CompletionResultType]::ParameterName, 'An earlier report (JSON): only findings that are not in it count for the exit code')
            [CompletionResult]::new('--scope', '--scope', [CompletionResultType]::ParameterName, 'The name that stands for this machine in finding identities [default: the host name]')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'List every certificate, also those of no OCES generation')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but errors beside the report')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but errors beside the report')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: ./oces.toml if it exists]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'oces;plan' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'A report, to standard output or PATH; repeatable [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'A report, to standard output or PATH; repeatable [default: table]')
            [CompletionResult]::new('--as-of', '--as-of', [CompletionResultType]::ParameterName, 'The day of the verdicts, YYYY-MM-DD [default: today]')
            [CompletionResult]::new('--expiring-within', '--expiring-within', [CompletionResultType]::ParameterName, 'How long before its end a certificate counts as expiring: 90d, 12w [default: 90d]')
            [CompletionResult]::new('--catalogue', '--catalogue', [CompletionResultType]::ParameterName, 'Add to or replace parts of the catalogue')
            [CompletionResult]::new('--previous', '--previous', [CompletionResultType]::ParameterName, 'An earlier report (JSON): tells what is new, gone and remaining')
            [CompletionResult]::new('--mitid-erhverv-csv', '--mitid-erhverv-csv', [CompletionResultType]::ParameterName, 'The certificate list exported from MitID Erhverv (CSV), compared with what is found')
            [CompletionResult]::new('--personal-data', '--personal-data', [CompletionResultType]::ParameterName, 'What becomes of what names a person, in every report [default: by format, see PRIVACY.md]')
            [CompletionResult]::new('--pseudonym-key-file', '--pseudonym-key-file', [CompletionResultType]::ParameterName, 'The secret that pseudonyms are made with: at least 32 octets')
            [CompletionResult]::new('--csv-dialect', '--csv-dialect', [CompletionResultType]::ParameterName, 'Which CSV [default: excel-da]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but errors beside the report')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but errors beside the report')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: ./oces.toml if it exists]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'oces;diff' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'As a table or as json')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'As a table or as json')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but errors beside the report')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but errors beside the report')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: ./oces.toml if it exists]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'oces;inspect' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'A report, to standard output or PATH; repeatable [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'A report, to standard output or PATH; repeatable [default: table]')
            [CompletionResult]::new('--as-of', '--as-of', [CompletionResultType]::ParameterName, 'The day of the verdicts, YYYY-MM-DD [default: today]')
            [CompletionResult]::new('--expiring-within', '--expiring-within', [CompletionResultType]::ParameterName, 'How long before its end a certificate counts as expiring: 90d, 12w [default: 90d]')
            [CompletionResult]::new('--catalogue', '--catalogue', [CompletionResultType]::ParameterName, 'Add to or replace parts of the catalogue')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'Passwords to try on keystores, one a line')
            [CompletionResult]::new('--no-default-passwords', '--no-default-passwords', [CompletionResultType]::ParameterName, 'Do not try the usual default passwords')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but errors beside the report')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but errors beside the report')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: ./oces.toml if it exists]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'oces;verify' {
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'Who is at the other end, by an id as in the README; ID:test is their test environment; repeatable')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'A report, to standard output or PATH; repeatable [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'A report, to standard output or PATH; repeatable [default: table]')
            [CompletionResult]::new('--as-of', '--as-of', [CompletionResultType]::ParameterName, 'The day of the verdicts, YYYY-MM-DD [default: today]')
            [CompletionResult]::new('--expiring-within', '--expiring-within', [CompletionResultType]::ParameterName, 'How long before its end a certificate counts as expiring: 90d, 12w [default: 90d]')
            [CompletionResult]::new('--catalogue', '--catalogue', [CompletionResultType]::ParameterName, 'Add to or replace parts of the catalogue')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'Passwords to try on keystores, one a line')
            [CompletionResult]::new('--no-default-passwords', '--no-default-passwords', [CompletionResultType]::ParameterName, 'Do not try the usual default passwords')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but errors beside the report')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but errors beside the report')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: ./oces.toml if it exists]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'oces;tickets' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but errors beside the report')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but errors beside the report')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: ./oces.toml if it exists]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'The operations that bring a tracker up to date, as JSON for people and scripts; no network')
            [CompletionResult]::new('sync', 'sync', [CompletionResultType]::ParameterValue, 'Bring a tracker up to date: the only command that opens a connection')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'oces;tickets;plan' {
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'Whose requests to write')
            [CompletionResult]::new('--previous', '--previous', [CompletionResultType]::ParameterName, 'An earlier report (JSON) whose tickets are there already; repeatable, as reports are')
            [CompletionResult]::new('--known', '--known', [CompletionResultType]::ParameterName, 'The tickets that are there (CSV or JSON): external id, number, state')
            [CompletionResult]::new('--first-run', '--first-run', [CompletionResultType]::ParameterName, 'There are no tickets yet')
            [CompletionResult]::new('--per', '--per', [CompletionResultType]::ParameterName, 'What one ticket is about [default: system]')
            [CompletionResult]::new('--max-new', '--max-new', [CompletionResultType]::ParameterName, 'How many tickets may be made at once; more stop the run before anything is done [default: 25]')
            [CompletionResult]::new('--min-severity', '--min-severity', [CompletionResultType]::ParameterName, 'Findings below it alone make no ticket [default: warning]')
            [CompletionResult]::new('--queue', '--queue', [CompletionResultType]::ParameterName, 'Queue, project or repository, where no owner of oces.toml names one')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The outcome, to standard output or PATH; repeatable [default: plan json, sync table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The outcome, to standard output or PATH; repeatable [default: plan json, sync table]')
            [CompletionResult]::new('--as-of', '--as-of', [CompletionResultType]::ParameterName, 'The day of the verdicts, YYYY-MM-DD [default: today]')
            [CompletionResult]::new('--expiring-within', '--expiring-within', [CompletionResultType]::ParameterName, 'How long before its end a certificate counts as expiring: 90d, 12w [default: 90d]')
            [CompletionResult]::new('--catalogue', '--catalogue', [CompletionResultType]::ParameterName, 'Add to or replace parts of the catalogue')
            [CompletionResult]::new('--personal-data', '--personal-data', [CompletionResultType]::ParameterName, 'What becomes of what names a person [default: omit]')
            [CompletionResult]::new('--pseudonym-key-file', '--pseudonym-key-file', [CompletionResultType]::ParameterName, 'The secret that pseudonyms are made with: at least 32 octets')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but errors beside the report')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but errors beside the report')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: ./oces.toml if it exists]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'oces;tickets;sync' {
            [CompletionResult]::new('--tracker', '--tracker', [CompletionResultType]::ParameterName, 'The tracker')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Its address, as in a browser, with https')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'A file with the token or API key; with a colon in it, a user and a password')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Tell what would be done, and do nothing')
            [CompletionResult]::new('--retry-for', '--retry-for', [CompletionResultType]::ParameterName, 'How long a server that is busy or broken is tried again: 60s, 5m [default: 60s]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Authorities to trust besides those of the system (PEM)')
            [CompletionResult]::new('--plain-http', '--plain-http', [CompletionResultType]::ParameterName, 'Allow http:// to other machines: the token goes over the network for all to read')
            [CompletionResult]::new('--per', '--per', [CompletionResultType]::ParameterName, 'What one ticket is about [default: system]')
            [CompletionResult]::new('--max-new', '--max-new', [CompletionResultType]::ParameterName, 'How many tickets may be made at once; more stop the run before anything is done [default: 25]')
            [CompletionResult]::new('--min-severity', '--min-severity', [CompletionResultType]::ParameterName, 'Findings below it alone make no ticket [default: warning]')
            [CompletionResult]::new('--queue', '--queue', [CompletionResultType]::ParameterName, 'Queue, project or repository, where no owner of oces.toml names one')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The outcome, to standard output or PATH; repeatable [default: plan json, sync table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The outcome, to standard output or PATH; repeatable [default: plan json, sync table]')
            [CompletionResult]::new('--as-of', '--as-of', [CompletionResultType]::ParameterName, 'The day of the verdicts, YYYY-MM-DD [default: today]')
            [CompletionResult]::new('--expiring-within', '--expiring-within', [CompletionResultType]::ParameterName, 'How long before its end a certificate counts as expiring: 90d, 12w [default: 90d]')
            [CompletionResult]::new('--catalogue', '--catalogue', [CompletionResultType]::ParameterName, 'Add to or replace parts of the catalogue')
            [CompletionResult]::new('--personal-data', '--personal-data', [CompletionResultType]::ParameterName, 'What becomes of what names a person [default: omit]')
            [CompletionResult]::new('--pseudonym-key-file', '--pseudonym-key-file', [CompletionResultType]::ParameterName, 'The secret that pseudonyms are made with: at least 32 octets')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but errors beside the report')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but errors beside the report')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: ./oces.toml if it exists]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'oces;tickets;help' {
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'The operations that bring a tracker up to date, as JSON for people and scripts; no network')
            [CompletionResult]::new('sync', 'sync', [CompletionResultType]::ParameterValue, 'Bring a tracker up to date: the only command that opens a connection')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'oces;tickets;help;plan' {
            break
        }
        'oces;tickets;help;sync' {
            break
        }
        'oces;tickets;help;help' {
            break
        }
        'oces;check' {
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Tell of this report (oces scan -o json) instead of scanning; - is standard input')
            [CompletionResult]::new('--max-age', '--max-age', [CompletionResultType]::ParameterName, 'How old that report may be before the state is unknown: 26h, 2d [default: 2d]')
            [CompletionResult]::new('--files-from', '--files-from', [CompletionResultType]::ParameterName, 'Also look at the files listed in FILE (- is standard input), one a line or separated by NUL')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'Leave out what matches; repeatable')
            [CompletionResult]::new('--follow', '--follow', [CompletionResultType]::ParameterName, 'Follow symbolic links (loops end, nothing is counted twice)')
            [CompletionResult]::new('--one-file-system', '--one-file-system', [CompletionResultType]::ParameterName, 'Stay on the filesystem of each root')
            [CompletionResult]::new('--network-filesystems', '--network-filesystems', [CompletionResultType]::ParameterName, 'Enter network filesystems')
            [CompletionResult]::new('--snapshots', '--snapshots', [CompletionResultType]::ParameterName, 'Look into snapshot folders (.snapshot, .zfs/snapshot)')
            [CompletionResult]::new('--no-home', '--no-home', [CompletionResultType]::ParameterName, 'Leave out the home directories of users')
            [CompletionResult]::new('--recall-offline', '--recall-offline', [CompletionResultType]::ParameterName, 'Read files that tiered storage would first have to fetch')
            [CompletionResult]::new('--no-archives', '--no-archives', [CompletionResultType]::ParameterName, 'Do not look into archives')
            [CompletionResult]::new('--max-depth', '--max-depth', [CompletionResultType]::ParameterName, 'How deep archives may nest in archives [default: 12]')
            [CompletionResult]::new('--max-members', '--max-members', [CompletionResultType]::ParameterName, 'How many members one file may hold, nested ones included [default: 1000000]')
            [CompletionResult]::new('--max-expanded', '--max-expanded', [CompletionResultType]::ParameterName, 'How much one file may expand to [default: 256GiB]')
            [CompletionResult]::new('--max-expanded-scan', '--max-expanded-scan', [CompletionResultType]::ParameterName, 'How much all files together may expand to [default: 4TiB]')
            [CompletionResult]::new('--max-ratio', '--max-ratio', [CompletionResultType]::ParameterName, 'How many times its own size a file may expand to, beyond 256MiB [default: 200]')
            [CompletionResult]::new('--max-seconds', '--max-seconds', [CompletionResultType]::ParameterName, 'How many seconds of processor time one file may take [default: 600]')
            [CompletionResult]::new('--memory', '--memory', [CompletionResultType]::ParameterName, 'How much memory dictionaries and nested archives may take, all threads together [default: 96MiB]')
            [CompletionResult]::new('--no-mail', '--no-mail', [CompletionResultType]::ParameterName, 'Do not look into messages and mailboxes')
            [CompletionResult]::new('--no-references', '--no-references', [CompletionResultType]::ParameterName, 'Do not read configuration and code a second time for what they name')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'How many threads [default: one a processor]')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'How many threads [default: one a processor]')
            [CompletionResult]::new('--idle', '--idle', [CompletionResultType]::ParameterName, 'Let everything else on the machine go first: idle classes of processor and disk, one thread')
            [CompletionResult]::new('--max-read-rate', '--max-read-rate', [CompletionResultType]::ParameterName, 'Read at most so much a second, all threads together: 20MiB')
            [CompletionResult]::new('--time-limit', '--time-limit', [CompletionResultType]::ParameterName, 'Begin nothing new after so long: 90s, 30m, 2h, 1d')
            [CompletionResult]::new('--resume', '--resume', [CompletionResultType]::ParameterName, 'Go on where the scan of this report (JSON) was stopped; reports are of the whole')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'A report, to standard output or PATH; repeatable [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'A report, to standard output or PATH; repeatable [default: table]')
            [CompletionResult]::new('--as-of', '--as-of', [CompletionResultType]::ParameterName, 'The day of the verdicts, YYYY-MM-DD [default: today]')
            [CompletionResult]::new('--expiring-within', '--expiring-within', [CompletionResultType]::ParameterName, 'How long before its end a certificate counts as expiring: 90d, 12w [default: 90d]')
            [CompletionResult]::new('--catalogue', '--catalogue', [CompletionResultType]::ParameterName, 'Add to or replace parts of the catalogue')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'Passwords to try on keystores, one a line')
            [CompletionResult]::new('--no-default-passwords', '--no-default-passwords', [CompletionResultType]::ParameterName, 'Do not try the usual default passwords')
            [CompletionResult]::new('--previous', '--previous', [CompletionResultType]::ParameterName, 'An earlier report (JSON): tells what is new, gone and remaining')
            [CompletionResult]::new('--mitid-erhverv-csv', '--mitid-erhverv-csv', [CompletionResultType]::ParameterName, 'The certificate list exported from MitID Erhverv (CSV), compared with what is found')
            [CompletionResult]::new('--personal-data', '--personal-data', [CompletionResultType]::ParameterName, 'What becomes of what names a person, in every report [default: by format, see PRIVACY.md]')
            [CompletionResult]::new('--pseudonym-key-file', '--pseudonym-key-file', [CompletionResultType]::ParameterName, 'The secret that pseudonyms are made with: at least 32 octets')
            [CompletionResult]::new('--csv-dialect', '--csv-dialect', [CompletionResultType]::ParameterName, 'Which CSV [default: excel-da]')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'From which severity on findings end with code 1 [default: warning]')
            [CompletionResult]::new('--allow-incomplete', '--allow-incomplete', [CompletionResultType]::ParameterName, 'End with 0 instead of 3 when not everything could be looked at')
            [CompletionResult]::new('--fail-on-rule', '--fail-on-rule', [CompletionResultType]::ParameterName, 'Findings of this rule end with code 1 whatever their severity; repeatable')
            [CompletionResult]::new('--baseline', '--baseline', [CompletionResultType]::ParameterName, 'An earlier report (JSON): only findings that are not in it count for the exit code')
            [CompletionResult]::new('--scope', '--scope', [CompletionResultType]::ParameterName, 'The name that stands for this machine in finding identities [default: the host name]')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'List every certificate, also those of no OCES generation')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but errors beside the report')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but errors beside the report')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: ./oces.toml if it exists]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'oces;catalogue' {
            [CompletionResult]::new('--catalogue', '--catalogue', [CompletionResultType]::ParameterName, 'Add to or replace parts of the catalogue')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but errors beside the report')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but errors beside the report')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: ./oces.toml if it exists]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'oces;schema' {
            [CompletionResult]::new('--of', '--of', [CompletionResultType]::ParameterName, 'The report, or each line of `-o ndjson`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but errors beside the report')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but errors beside the report')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: ./oces.toml if it exists]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'oces;completions' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but errors beside the report')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but errors beside the report')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: ./oces.toml if it exists]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'oces;man' {
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Write all pages into this directory instead of oces.1 to standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour [default: auto]')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but errors beside the report')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but errors beside the report')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: ./oces.toml if it exists]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'oces;help' {
            [CompletionResult]::new('scan', 'scan', [CompletionResultType]::ParameterValue, 'Find, judge and plan: the main job')
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'The plan from one or many scan reports (JSON), merged')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'What is new, gone and remaining between two scan reports (JSON)')
            [CompletionResult]::new('inspect', 'inspect', [CompletionResultType]::ParameterValue, 'Everything known about each certificate and store in one file')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Whether a new OCES III keystore is ready to go live')
            [CompletionResult]::new('tickets', 'tickets', [CompletionResultType]::ParameterValue, 'Feed a tracker: one ticket a system, never twice, closed when it is gone')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'The state in one line for Nagios and Icinga, of a scan or of its report')
            [CompletionResult]::new('catalogue', 'catalogue', [CompletionResultType]::ParameterValue, 'The generations, authorities and dates that are known, with their sources')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'The JSON Schema of the report')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'The completion script of a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'The manual pages')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'oces;help;scan' {
            break
        }
        'oces;help;plan' {
            break
        }
        'oces;help;diff' {
            break
        }
        'oces;help;inspect' {
            break
        }
        'oces;help;verify' {
            break
        }
        'oces;help;tickets' {
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'The operations that bring a tracker up to date, as JSON for people and scripts; no network')
            [CompletionResult]::new('sync', 'sync', [CompletionResultType]::ParameterValue, 'Bring a tracker up to date: the only command that opens a connection')
            break
        }
        'oces;help;tickets;plan' {
            break
        }
        'oces;help;tickets;sync' {
            break
        }
        'oces;help;check' {
            break
        }
        'oces;help;catalogue' {
            break
        }
        'oces;help;schema' {
            break
        }
        'oces;help;completions' {
            break
        }
        'oces;help;man' {
            break
        }
        'oces;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
