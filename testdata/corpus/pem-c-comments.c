  "-----BEGIN CERTIFICATE-----\n" /* line 0 of it */
  "MIIEnjCCA4agAwIBAgIEbiHOmTANBgkqhkiG9w0BAQsFADBAMQswCQYDVQQGEwJE\n" /* line 1 of it */
  "SzESMBAGA1UECgwJVFJVU1QyNDA4MR0wGwYDVQQDDBRUUlVTVDI0MDggT0NFUyBD\n" /* line 2 of it */
  "QSBJVjAeFw0yMTAzMDEwMDAwMDBaFw0yNDAzMDEwMDAwMDBaMHIxCzAJBgNVBAYT\n" /* line 3 of it */
  "AkRLMSgwJgYDVQQKDB9Gam9yZGJ5IEtvbW11bmUgLy8gQ1ZSOjk5ODg3NzY2MTkw\n" /* line 4 of it */
  "FQYDVQQDDA5wZW0tYy1jb21tZW50czAgBgNVBAUTGUNWUjo5OTg4Nzc2Ni1VSUQ6\n" /* line 5 of it */
  "ODQ4MjExNDYwggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQCyfVbkhU+z\n" /* line 6 of it */
  "sFYiToi6FzUhwVX4DNuEvXO2IxD0zyNXCCnVNjhUws74TkP2DEsJze2E2utPM20P\n" /* line 7 of it */
  "db2Rrcss2YH/RFuZxw2kK51MLOt9xMClBtjGXQd/uVSXs2Wqzv8ufK2ccpF/IIU1\n" /* line 8 of it */
  "UV0HpV4tOTJ8c30rdmLb7Xpvy++V0eAjudXWtgemXOrZgoZuNXMPgXmwi3HiUmk/\n" /* line 9 of it */
  "73HANBXM4n6ktw63CiEgRWGZimtmxCIZmESj3Jbbtl+JxoIBNePPjmH4Ps+4aF1O\n" /* line 10 of it */
  "bdmRnQhxi+0AL8l0ZVxYzc3eE3t/FoRCG4rJ1Bfz/msNuVIeIBPnp6bwYQqDUH6P\n" /* line 11 of it */
  "e2wUUfPNPRI5AgMBAAGjggFsMIIBaDAOBgNVHQ8BAf8EBAMCA7gwgZIGA1UdIASB\n" /* line 12 of it */
  "ijCBhzCBhAYKKoFQgSkBAQEDBTB2MCYGCCsGAQUFBwIBFhpodHRwOi8vcmVwb3Np\n" /* line 13 of it */
  "dG9yeS5leGFtcGxlLzBMBggrBgEFBQcCAjBAMA8WCE9QRElHVEVUMAMCAQEaLU9w\n" /* line 14 of it */
  "ZGlndGV0IGNlcnRpZmlrYXQsIGRlciBrdW4gZ+ZsZGVyIGkgcHL4dmVyLjB2BgNV\n" /* line 15 of it */
  "HR8EbzBtMCGgH6AdhhtodHRwOi8vY3JsLmV4YW1wbGUvbGlzdC5jcmwwSKBGoESk\n" /* line 16 of it */
  "QjBAMQswCQYDVQQGEwJESzESMBAGA1UECgwJVFJVU1QyNDA4MR0wGwYDVQQDDBRU\n" /* line 17 of it */
  "UlVTVDI0MDggT0NFUyBDQSBJVjAfBgNVHSMEGDAWgBRcu3ViFjKZqjaguJr7b6cM\n" /* line 18 of it */
  "X/AK1TAdBgNVHQ4EFgQUpuEeDF+j/RSDNkQkoZHFUSsJ2yIwCQYDVR0TBAIwADAN\n" /* line 19 of it */
  "BgkqhkiG9w0BAQsFAAOCAQEARqrAEPIcftegb9q6p6jYbiUHmyAN49Ppr3HBXoDZ\n" /* line 20 of it */
  "lDU4wt9D0UaZ5d6ojiY2b8puqENj3xE404LHOGZ3xAUhExtL07gBp6AXwKA4zEmP\n" /* line 21 of it */
  "RXwS/PcUWKkeOxXuXXQgxU6/8T6+tDs3nsxWbtqJNR96hs0DJDhX7rzyIFD7Y18K\n" /* line 22 of it */
  "n+lq+RkDZcTUb4Yg6/wt98FUbs01UGeFFFwYSjIwvuw8nvtkKZeBS6RPp4JiuRMt\n" /* line 23 of it */
  "JtgDxQbWoCLD1bPHdINTcZvpPHNB//mj6tzgtDtKJaW7XwvhrwaIeb+VwcUNxms3\n" /* line 24 of it */
  "Xrf4rYIN/fEyu/LLBejIbI+wVfh1Uo2BOa2X8WyYWgCgZA==\n" /* line 25 of it */
  "-----END CERTIFICATE-----\n" /* line 26 of it */
