echo -----BEGIN CERTIFICATE----->> c:\x.pem
echo MIIEmDCCA4CgAwIBAgIEaSCHjDANBgkqhkiG9w0BAQsFADBAMQswCQYDVQQGEwJE>> c:\x.pem
echo SzESMBAGA1UECgwJVFJVU1QyNDA4MR0wGwYDVQQDDBRUUlVTVDI0MDggT0NFUyBD>> c:\x.pem
echo QSBJVjAeFw0yMTAzMDEwMDAwMDBaFw0yNDAzMDEwMDAwMDBaMGwxCzAJBgNVBAYT>> c:\x.pem
echo AkRLMSgwJgYDVQQKDB9Gam9yZGJ5IEtvbW11bmUgLy8gQ1ZSOjk5ODg3NzY2MTMw>> c:\x.pem
echo DwYDVQQDDAhwZW0tZWNobzAgBgNVBAUTGUNWUjo5OTg4Nzc2Ni1VSUQ6MTAxMzQ3>> c:\x.pem
echo MDgwggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQCyfVbkhU+zsFYiToi6>> c:\x.pem
echo FzUhwVX4DNuEvXO2IxD0zyNXCCnVNjhUws74TkP2DEsJze2E2utPM20Pdb2Rrcss>> c:\x.pem
echo 2YH/RFuZxw2kK51MLOt9xMClBtjGXQd/uVSXs2Wqzv8ufK2ccpF/IIU1UV0HpV4t>> c:\x.pem
echo OTJ8c30rdmLb7Xpvy++V0eAjudXWtgemXOrZgoZuNXMPgXmwi3HiUmk/73HANBXM>> c:\x.pem
echo 4n6ktw63CiEgRWGZimtmxCIZmESj3Jbbtl+JxoIBNePPjmH4Ps+4aF1ObdmRnQhx>> c:\x.pem
echo i+0AL8l0ZVxYzc3eE3t/FoRCG4rJ1Bfz/msNuVIeIBPnp6bwYQqDUH6Pe2wUUfPN>> c:\x.pem
echo PRI5AgMBAAGjggFsMIIBaDAOBgNVHQ8BAf8EBAMCA7gwgZIGA1UdIASBijCBhzCB>> c:\x.pem
echo hAYKKoFQgSkBAQEDBTB2MCYGCCsGAQUFBwIBFhpodHRwOi8vcmVwb3NpdG9yeS5l>> c:\x.pem
echo eGFtcGxlLzBMBggrBgEFBQcCAjBAMA8WCE9QRElHVEVUMAMCAQEaLU9wZGlndGV0>> c:\x.pem
echo IGNlcnRpZmlrYXQsIGRlciBrdW4gZ+ZsZGVyIGkgcHL4dmVyLjB2BgNVHR8EbzBt>> c:\x.pem
echo MCGgH6AdhhtodHRwOi8vY3JsLmV4YW1wbGUvbGlzdC5jcmwwSKBGoESkQjBAMQsw>> c:\x.pem
echo CQYDVQQGEwJESzESMBAGA1UECgwJVFJVU1QyNDA4MR0wGwYDVQQDDBRUUlVTVDI0>> c:\x.pem
echo MDggT0NFUyBDQSBJVjAfBgNVHSMEGDAWgBRcu3ViFjKZqjaguJr7b6cMX/AK1TAd>> c:\x.pem
echo BgNVHQ4EFgQUpuEeDF+j/RSDNkQkoZHFUSsJ2yIwCQYDVR0TBAIwADANBgkqhkiG>> c:\x.pem
echo 9w0BAQsFAAOCAQEAM8CG7kotxvrlt79zTZdJzKg9ca8mCEQR1zxMXbi2yAGcX9a7>> c:\x.pem
echo VhQRCh4xv0MrZHOxSCyAIs9n5mh5uVvOKHUG+dztUZPZIvZir1M1AFtthizgQAgY>> c:\x.pem
echo RVRxHNn8EjFLBi01mI1wp5ZErNnKuEBLD+R80ntcOE2Eq2YWLSzRKZQUfqe1xwsi>> c:\x.pem
echo ImYCBU9Le0XXWWkj/WVsGwotj7RSG6cTH8OQIMKbTkqSFHnv8ApTWtjB8/R764pD>> c:\x.pem
echo lRapoN8reElNRfzoL8a6PGF/TvzKiVNR5aCSgjg/jEHhQEzohnBCxO7AVpczv7n5>> c:\x.pem
echo ua68niZfymd7gb3H/MRD5k0Y9Xu19iRxabXdkA==>> c:\x.pem
echo -----END CERTIFICATE----->> c:\x.pem
