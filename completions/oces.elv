
use builtin;
use str;

set edit:completion:arg-completer[oces] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'oces'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'oces'= {
            cand --color 'When to use colour [default: auto]'
            cand --lang 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]'
            cand -q 'Say nothing but errors beside the report'
            cand --quiet 'Say nothing but errors beside the report'
            cand -v 'Say more'
            cand --verbose 'Say more'
            cand --config 'The configuration file [default: ./oces.toml if it exists]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand scan 'Find, judge and plan: the main job'
            cand plan 'The plan from one or many scan reports (JSON), merged'
            cand diff 'What is new, gone and remaining between two scan reports (JSON)'
            cand inspect 'Everything known about each certificate and store in one file'
            cand verify 'Whether a new OCES III keystore is ready to go live'
            cand tickets 'Feed a tracker: one ticket a system, never twice, closed when it is gone'
            cand check 'The state in one line for Nagios and Icinga, of a scan or of its report'
            cand catalogue 'The generations, authorities and dates that are known, with their sources'
            cand schema 'The JSON Schema of the report'
            cand completions 'The completion script of a shell'
            cand man 'The manual pages'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'oces;scan'= {
            cand --files-from 'Also look at the files listed in FILE (- is standard input), one a line or separated by NUL'
            cand --exclude 'Leave out what matches; repeatable'
            cand --follow 'Follow symbolic links (loops end, nothing is counted twice)'
            cand --one-file-system 'Stay on the filesystem of each root'
            cand --network-filesystems 'Enter network filesystems'
            cand --snapshots 'Look into snapshot folders (.snapshot, .zfs/snapshot)'
            cand --no-home 'Leave out the home directories of users'
            cand --recall-offline 'Read files that tiered storage would first have to fetch'
            cand --no-archives 'Do not look into archives'
            cand --max-depth 'How deep archives may nest in archives [default: 12]'
            cand --max-members 'How many members one file may hold, nested ones included [default: 1000000]'
            cand --max-expanded 'How much one file may expand to [default: 256GiB]'
            cand --max-expanded-scan 'How much all files together may expand to [default: 4TiB]'
            cand --max-ratio 'How many times its own size a file may expand to, beyond 256MiB [default: 200]'
            cand --max-seconds 'How many seconds of processor time one file may take [default: 600]'
            cand --memory 'How much memory dictionaries and nested archives may take, all threads together [default: 96MiB]'
            cand --no-mail 'Do not look into messages and mailboxes'
            cand --no-references 'Do not read configuration and code a second time for what they name'
            cand -j 'How many threads [default: one a processor]'
            cand --jobs 'How many threads [default: one a processor]'
            cand --idle 'Let everything else on the machine go first: idle classes of processor and disk, one thread'
            cand --max-read-rate 'Read at most so much a second, all threads together: 20MiB'
            cand --time-limit 'Begin nothing new after so long: 90s, 30m, 2h, 1d'
            cand --resume 'Go on where the scan of this report (JSON) was stopped; reports are of the whole'
            cand -o 'A report, to standard output or PATH; repeatable [default: table]'
            cand --output 'A report, to standard output or PATH; repeatable [default: table]'
            cand --as-of 'The day of the verdicts, YYYY-MM-DD [default: today]'
            cand --expiring-within 'How long before its end a certificate counts as expiring: 90d, 12w [default: 90d]'
            cand --catalogue 'Add to or replace parts of the catalogue'
            cand --password-file 'Passwords to try on keystores, one a line'
            cand --no-default-passwords 'Do not try the usual default passwords'
            cand --previous 'An earlier report (JSON): tells what is new, gone and remaining'
            cand --mitid-erhverv-csv 'The certificate list exported from MitID Erhverv (CSV), compared with what is found'
            cand --personal-data 'What becomes of what names a person, in every report [default: by format, see PRIVACY.md]'
            cand --pseudonym-key-file 'The secret that pseudonyms are made with: at least 32 octets'
            cand --csv-dialect 'Which CSV [default: excel-da]'
            cand --fail-on 'From which severity on findings end with code 1 [default: warning]'
            cand --allow-incomplete 'End with 0 instead of 3 when not everything could be looked at'
            cand --fail-on-rule 'Findings of this rule end with code 1 whatever their severity; repeatable'
            cand --baseline 'An earlier report (JSON): only findings that are not in it count for the exit code'
            cand --scope 'The name that stands for this machine in finding identities [default: the host name]'
            cand --all 'List every certificate, also those of no OCES generation'
            cand --color 'When to use colour [default: auto]'
            cand --lang 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]'
            cand -q 'Say nothing but errors beside the report'
            cand --quiet 'Say nothing but errors beside the report'
            cand -v 'Say more'
            cand --verbose 'Say more'
            cand --config 'The configuration file [default: ./oces.toml if it exists]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'oces;plan'= {
            cand -o 'A report, to standard output or PATH; repeatable [default: table]'
            cand --output 'A report, to standard output or PATH; repeatable [default: table]'
            cand --as-of 'The day of the verdicts, YYYY-MM-DD [default: today]'
            cand --expiring-within 'How long before its end a certificate counts as expiring: 90d, 12w [default: 90d]'
            cand --catalogue 'Add to or replace parts of the catalogue'
            cand --previous 'An earlier report (JSON): tells what is new, gone and remaining'
            cand --mitid-erhverv-csv 'The certificate list exported from MitID Erhverv (CSV), compared with what is found'
            cand --personal-data 'What becomes of what names a person, in every report [default: by format, see PRIVACY.md]'
            cand --pseudonym-key-file 'The secret that pseudonyms are made with: at least 32 octets'
            cand --csv-dialect 'Which CSV [default: excel-da]'
            cand --color 'When to use colour [default: auto]'
            cand --lang 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]'
            cand -q 'Say nothing but errors beside the report'
            cand --quiet 'Say nothing but errors beside the report'
            cand -v 'Say more'
            cand --verbose 'Say more'
            cand --config 'The configuration file [default: ./oces.toml if it exists]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'oces;diff'= {
            cand -o 'As a table or as json'
            cand --output 'As a table or as json'
            cand --color 'When to use colour [default: auto]'
            cand --lang 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]'
            cand -q 'Say nothing but errors beside the report'
            cand --quiet 'Say nothing but errors beside the report'
            cand -v 'Say more'
            cand --verbose 'Say more'
            cand --config 'The configuration file [default: ./oces.toml if it exists]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'oces;inspect'= {
            cand -o 'A report, to standard output or PATH; repeatable [default: table]'
            cand --output 'A report, to standard output or PATH; repeatable [default: table]'
            cand --as-of 'The day of the verdicts, YYYY-MM-DD [default: today]'
            cand --expiring-within 'How long before its end a certificate counts as expiring: 90d, 12w [default: 90d]'
            cand --catalogue 'Add to or replace parts of the catalogue'
            cand --password-file 'Passwords to try on keystores, one a line'
            cand --no-default-passwords 'Do not try the usual default passwords'
            cand --color 'When to use colour [default: auto]'
            cand --lang 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]'
            cand -q 'Say nothing but errors beside the report'
            cand --quiet 'Say nothing but errors beside the report'
            cand -v 'Say more'
            cand --verbose 'Say more'
            cand --config 'The configuration file [default: ./oces.toml if it exists]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'oces;verify'= {
            cand --for 'Who is at the other end, by an id as in the README; ID:test is their test environment; repeatable'
            cand -o 'A report, to standard output or PATH; repeatable [default: table]'
            cand --output 'A report, to standard output or PATH; repeatable [default: table]'
            cand --as-of 'The day of the verdicts, YYYY-MM-DD [default: today]'
            cand --expiring-within 'How long before its end a certificate counts as expiring: 90d, 12w [default: 90d]'
            cand --catalogue 'Add to or replace parts of the catalogue'
            cand --password-file 'Passwords to try on keystores, one a line'
            cand --no-default-passwords 'Do not try the usual default passwords'
            cand --color 'When to use colour [default: auto]'
            cand --lang 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]'
            cand -q 'Say nothing but errors beside the report'
            cand --quiet 'Say nothing but errors beside the report'
            cand -v 'Say more'
            cand --verbose 'Say more'
            cand --config 'The configuration file [default: ./oces.toml if it exists]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'oces;tickets'= {
            cand --color 'When to use colour [default: auto]'
            cand --lang 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]'
            cand -q 'Say nothing but errors beside the report'
            cand --quiet 'Say nothing but errors beside the report'
            cand -v 'Say more'
            cand --verbose 'Say more'
            cand --config 'The configuration file [default: ./oces.toml if it exists]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand plan 'The operations that bring a tracker up to date, as JSON for people and scripts; no network'
            cand sync 'Bring a tracker up to date: the only command that opens a connection'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'oces;tickets;plan'= {
            cand --for 'Whose requests to write'
            cand --previous 'An earlier report (JSON) whose tickets are there already; repeatable, as reports are'
            cand --known 'The tickets that are there (CSV or JSON): external id, number, state'
            cand --first-run 'There are no tickets yet'
            cand --per 'What one ticket is about [default: system]'
            cand --max-new 'How many tickets may be made at once; more stop the run before anything is done [default: 25]'
            cand --min-severity 'Findings below it alone make no ticket [default: warning]'
            cand --queue 'Queue, project or repository, where no owner of oces.toml names one'
            cand -o 'The outcome, to standard output or PATH; repeatable [default: plan json, sync table]'
            cand --output 'The outcome, to standard output or PATH; repeatable [default: plan json, sync table]'
            cand --as-of 'The day of the verdicts, YYYY-MM-DD [default: today]'
            cand --expiring-within 'How long before its end a certificate counts as expiring: 90d, 12w [default: 90d]'
            cand --catalogue 'Add to or replace parts of the catalogue'
            cand --personal-data 'What becomes of what names a person [default: omit]'
            cand --pseudonym-key-file 'The secret that pseudonyms are made with: at least 32 octets'
            cand --color 'When to use colour [default: auto]'
            cand --lang 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]'
            cand -q 'Say nothing but errors beside the report'
            cand --quiet 'Say nothing but errors beside the report'
            cand -v 'Say more'
            cand --verbose 'Say more'
            cand --config 'The configuration file [default: ./oces.toml if it exists]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'oces;tickets;sync'= {
            cand --tracker 'The tracker'
            cand --url 'Its address, as in a browser, with https'
            cand --token-file 'A file with the token or API key; with a colon in it, a user and a password'
            cand --dry-run 'Tell what would be done, and do nothing'
            cand --retry-for 'How long a server that is busy or broken is tried again: 60s, 5m [default: 60s]'
            cand --ca-file 'Authorities to trust besides those of the system (PEM)'
            cand --plain-http 'Allow http:// to other machines: the token goes over the network for all to read'
            cand --per 'What one ticket is about [default: system]'
            cand --max-new 'How many tickets may be made at once; more stop the run before anything is done [default: 25]'
            cand --min-severity 'Findings below it alone make no ticket [default: warning]'
            cand --queue 'Queue, project or repository, where no owner of oces.toml names one'
            cand -o 'The outcome, to standard output or PATH; repeatable [default: plan json, sync table]'
            cand --output 'The outcome, to standard output or PATH; repeatable [default: plan json, sync table]'
            cand --as-of 'The day of the verdicts, YYYY-MM-DD [default: today]'
            cand --expiring-within 'How long before its end a certificate counts as expiring: 90d, 12w [default: 90d]'
            cand --catalogue 'Add to or replace parts of the catalogue'
            cand --personal-data 'What becomes of what names a person [default: omit]'
            cand --pseudonym-key-file 'The secret that pseudonyms are made with: at least 32 octets'
            cand --color 'When to use colour [default: auto]'
            cand --lang 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]'
            cand -q 'Say nothing but errors beside the report'
            cand --quiet 'Say nothing but errors beside the report'
            cand -v 'Say more'
            cand --verbose 'Say more'
            cand --config 'The configuration file [default: ./oces.toml if it exists]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'oces;tickets;help'= {
            cand plan 'The operations that bring a tracker up to date, as JSON for people and scripts; no network'
            cand sync 'Bring a tracker up to date: the only command that opens a connection'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'oces;tickets;help;plan'= {
        }
        &'oces;tickets;help;sync'= {
        }
        &'oces;tickets;help;help'= {
        }
        &'oces;check'= {
            cand --report 'Tell of this report (oces scan -o json) instead of scanning; - is standard input'
            cand --max-age 'How old that report may be before the state is unknown: 26h, 2d [default: 2d]'
            cand --files-from 'Also look at the files listed in FILE (- is standard input), one a line or separated by NUL'
            cand --exclude 'Leave out what matches; repeatable'
            cand --follow 'Follow symbolic links (loops end, nothing is counted twice)'
            cand --one-file-system 'Stay on the filesystem of each root'
            cand --network-filesystems 'Enter network filesystems'
            cand --snapshots 'Look into snapshot folders (.snapshot, .zfs/snapshot)'
            cand --no-home 'Leave out the home directories of users'
            cand --recall-offline 'Read files that tiered storage would first have to fetch'
            cand --no-archives 'Do not look into archives'
            cand --max-depth 'How deep archives may nest in archives [default: 12]'
            cand --max-members 'How many members one file may hold, nested ones included [default: 1000000]'
            cand --max-expanded 'How much one file may expand to [default: 256GiB]'
            cand --max-expanded-scan 'How much all files together may expand to [default: 4TiB]'
            cand --max-ratio 'How many times its own size a file may expand to, beyond 256MiB [default: 200]'
            cand --max-seconds 'How many seconds of processor time one file may take [default: 600]'
            cand --memory 'How much memory dictionaries and nested archives may take, all threads together [default: 96MiB]'
            cand --no-mail 'Do not look into messages and mailboxes'
            cand --no-references 'Do not read configuration and code a second time for what they name'
            cand -j 'How many threads [default: one a processor]'
            cand --jobs 'How many threads [default: one a processor]'
            cand --idle 'Let everything else on the machine go first: idle classes of processor and disk, one thread'
            cand --max-read-rate 'Read at most so much a second, all threads together: 20MiB'
            cand --time-limit 'Begin nothing new after so long: 90s, 30m, 2h, 1d'
            cand --resume 'Go on where the scan of this report (JSON) was stopped; reports are of the whole'
            cand -o 'A report, to standard output or PATH; repeatable [default: table]'
            cand --output 'A report, to standard output or PATH; repeatable [default: table]'
            cand --as-of 'The day of the verdicts, YYYY-MM-DD [default: today]'
            cand --expiring-within 'How long before its end a certificate counts as expiring: 90d, 12w [default: 90d]'
            cand --catalogue 'Add to or replace parts of the catalogue'
            cand --password-file 'Passwords to try on keystores, one a line'
            cand --no-default-passwords 'Do not try the usual default passwords'
            cand --previous 'An earlier report (JSON): tells what is new, gone and remaining'
            cand --mitid-erhverv-csv 'The certificate list exported from MitID Erhverv (CSV), compared with what is found'
            cand --personal-data 'What becomes of what names a person, in every report [default: by format, see PRIVACY.md]'
            cand --pseudonym-key-file 'The secret that pseudonyms are made with: at least 32 octets'
            cand --csv-dialect 'Which CSV [default: excel-da]'
            cand --fail-on 'From which severity on findings end with code 1 [default: warning]'
            cand --allow-incomplete 'End with 0 instead of 3 when not everything could be looked at'
            cand --fail-on-rule 'Findings of this rule end with code 1 whatever their severity; repeatable'
            cand --baseline 'An earlier report (JSON): only findings that are not in it count for the exit code'
            cand --scope 'The name that stands for this machine in finding identities [default: the host name]'
            cand --all 'List every certificate, also those of no OCES generation'
            cand --color 'When to use colour [default: auto]'
            cand --lang 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]'
            cand -q 'Say nothing but errors beside the report'
            cand --quiet 'Say nothing but errors beside the report'
            cand -v 'Say more'
            cand --verbose 'Say more'
            cand --config 'The configuration file [default: ./oces.toml if it exists]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'oces;catalogue'= {
            cand --catalogue 'Add to or replace parts of the catalogue'
            cand --color 'When to use colour [default: auto]'
            cand --lang 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]'
            cand -q 'Say nothing but errors beside the report'
            cand --quiet 'Say nothing but errors beside the report'
            cand -v 'Say more'
            cand --verbose 'Say more'
            cand --config 'The configuration file [default: ./oces.toml if it exists]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'oces;schema'= {
            cand --of 'The report, or each line of `-o ndjson`'
            cand --color 'When to use colour [default: auto]'
            cand --lang 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]'
            cand -q 'Say nothing but errors beside the report'
            cand --quiet 'Say nothing but errors beside the report'
            cand -v 'Say more'
            cand --verbose 'Say more'
            cand --config 'The configuration file [default: ./oces.toml if it exists]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'oces;completions'= {
            cand --color 'When to use colour [default: auto]'
            cand --lang 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]'
            cand -q 'Say nothing but errors beside the report'
            cand --quiet 'Say nothing but errors beside the report'
            cand -v 'Say more'
            cand --verbose 'Say more'
            cand --config 'The configuration file [default: ./oces.toml if it exists]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'oces;man'= {
            cand --out 'Write all pages into this directory instead of oces.1 to standard output'
            cand --color 'When to use colour [default: auto]'
            cand --lang 'The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]'
            cand -q 'Say nothing but errors beside the report'
            cand --quiet 'Say nothing but errors beside the report'
            cand -v 'Say more'
            cand --verbose 'Say more'
            cand --config 'The configuration file [default: ./oces.toml if it exists]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'oces;help'= {
            cand scan 'Find, judge and plan: the main job'
            cand plan 'The plan from one or many scan reports (JSON), merged'
            cand diff 'What is new, gone and remaining between two scan reports (JSON)'
            cand inspect 'Everything known about each certificate and store in one file'
            cand verify 'Whether a new OCES III keystore is ready to go live'
            cand tickets 'Feed a tracker: one ticket a system, never twice, closed when it is gone'
            cand check 'The state in one line for Nagios and Icinga, of a scan or of its report'
            cand catalogue 'The generations, authorities and dates that are known, with their sources'
            cand schema 'The JSON Schema of the report'
            cand completions 'The completion script of a shell'
            cand man 'The manual pages'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'oces;help;scan'= {
        }
        &'oces;help;plan'= {
        }
        &'oces;help;diff'= {
        }
        &'oces;help;inspect'= {
        }
        &'oces;help;verify'= {
        }
        &'oces;help;tickets'= {
            cand plan 'The operations that bring a tracker up to date, as JSON for people and scripts; no network'
            cand sync 'Bring a tracker up to date: the only command that opens a connection'
        }
        &'oces;help;tickets;plan'= {
        }
        &'oces;help;tickets;sync'= {
        }
        &'oces;help;check'= {
        }
        &'oces;help;catalogue'= {
        }
        &'oces;help;schema'= {
        }
        &'oces;help;completions'= {
        }
        &'oces;help;man'= {
        }
        &'oces;help;help'= {
        }
    ]
    $completions[$command]
}
