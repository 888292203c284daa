"""Proves that the alert rules for Prometheus are rules, and that they fire when
they should and stay silent when they should, by promtool.
"""

RULES = "contrib/prometheus/oces.rules.yml"
TESTS = "contrib/prometheus/oces.rules.test.yml"


def check(bench):
    bench.apt("prometheus")
    bench.accepts(["promtool", "check", "rules", RULES], RULES)
    # A copy under its own name: the tests name the file beside them.
    bad = bench.broken(RULES, ("sum by (", "sum bye ("), name="oces.rules.yml")
    bench.refuses(["promtool", "check", "rules", bad], "a rule with a misspelt word", because="parse error")

    bench.accepts(["promtool", "test", "rules", TESTS], TESTS)
    tests = bench.broken(TESTS, name="tests.yml")
    for old, new, what in [
        ('state="counted", ', "", "findings that were ignored raise an alert"),
        ("complete == 0", "complete == 2", "an incomplete scan raises none"),
        ("> 2 * 86400", "> 20 * 86400", "a stale scan raises none"),
        ("< 30 * 86400", "< 40 * 86400", "an end that is far raises one"),
        ('expr: 0 < oces_certificate_not_after_timestamp_seconds{generation="III", ',
         "expr: 0 < oces_certificate_not_after_timestamp_seconds{", "a blocked certificate counts as expiring"),
        ('expr: 0 < oces_certificate_not_after_timestamp_seconds{generation="III", ownership="own"}',
         'expr: 0 < oces_certificate_not_after_timestamp_seconds{generation="III"}', "a counterparty's counts as expiring"),
        ('expr: -7 * 86400 < oces_certificate_not_after_timestamp_seconds{generation="III", ownership="own"}',
         'expr: -7 * 86400 < oces_certificate_not_after_timestamp_seconds{generation="III"}', "a counterparty's counts as expired"),
        ("expr: -7 * 86400", "expr: -70 * 86400", "an old end raises one for ever"),
        ("absent(oces_last", "absent(node_textfile_scrape_error or oces_last", "silence raises none"),
    ]:
        bench.broken(RULES, (old, new), name="oces.rules.yml")
        bench.refuses(["promtool", "test", "rules", tests], f"rules where {what}", because="FAILED")
