//! Each kind of reference: what is one, and near misses.

use super::*;

fn check(cases: &[(&str, Option<By>)]) {
    let search = search();
    for (text, expected) in cases {
        let found = by(&search, "/srv/sag/other/notes.conf", text);
        assert_eq!(found, expected.iter().copied().collect::<Vec<_>>(), "{text}");
    }
}

#[test]
fn thumbprints() {
    let spaced = |separator: &str| {
        SHA1.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap()).collect::<Vec<_>>().join(separator)
    };
    let base64 = |hex: &str| data_encoding::BASE64.encode(&data_encoding::HEXLOWER.decode(hex.as_bytes()).unwrap());
    let one = By::Sha1;
    check(&[
        (SHA1, Some(one)),
        (&SHA1.to_uppercase(), Some(one)),
        (&format!("findValue=\"\u{200e}{SHA1}\""), Some(one)),
        (&format!("x='\u{feff}{}'", spaced(" ")), Some(one)),
        (&format!("sha1 Fingerprint={}", spaced(":").to_uppercase()), Some(one)),
        (&format!("a {}", spaced("-")), Some(one)),
        (&format!("thumb: {}", spaced("\u{a0}")), Some(one)),
        (&format!("thumb: {}", spaced("\u{200b}")), Some(one)),
        (&format!("certhash=0x{SHA1} appid"), Some(one)),
        (&format!("Cert:\\LocalMachine\\My\\{SHA1}"), Some(one)),
        (&format!("sha1:{}", spaced(":")), Some(one)),
        (&format!("<b>{}</b>", base64(SHA1)), Some(one)),
        (&format!("sha256:{SHA256}"), Some(By::Sha256)),
        (&base64(SHA256), Some(By::Sha256)),
        (&format!("keyid {}", SKI.to_uppercase()), Some(By::SubjectKeyIdentifier)),
        (&format!("<X509SKI>{}</X509SKI>", base64(SKI)), Some(By::SubjectKeyIdentifier)),
        // One digit more, less or other.
        (&format!("{SHA1}0"), None),
        (&format!("0{SHA1}"), None),
        (&format!("x{SHA1}"), None),
        (&SHA1[1..], None),
        (&SHA1.replace("a3", "a4"), None),
        (&format!("{}:1", spaced(":")), None),
        (&format!("{}:12", spaced(":")), None),
        (&format!("12:{}", spaced(":")), None),
        (&spaced(":").replacen("a3:", "a4:", 1), None),
        (&base64(SHA1).replacen('A', "B", 1).to_lowercase(), None),
        (&format!("x{}", base64(SHA1)), None),
        (&SHA256[..40], None),
    ]);
}

#[test]
fn serial_numbers() {
    check(&[
        ("serial=5A3B9C01", Some(By::Serial)),
        ("<ds:X509SerialNumber>1513856001</ds:X509SerialNumber>", Some(By::Serial)),
        ("<ds:X509SerialNumber>1513856002</ds:X509SerialNumber>", None),
        ("Serienummer: 5a:3b:9c:01", Some(By::Serial)),
        ("serialNumber 00:5A:3B:9C:01", Some(By::Serial)),
        ("x509FindType=\"FindBySerialNumber\"\n findValue=\"\u{200e}5a 3b 9c 01\"", Some(By::Serial)),
        ("serial 0x5a3b9c01;", Some(By::Serial)),
        // Nobody says that it is one, or it is longer.
        ("color: 5a3b9c01", None),
        ("serial=5a3b9c010", None),
        ("serial=5a3b9c01:02", None),
        ("serial=77:5a:3b:9c:01", None),
        ("serial=5a3b9c02", None),
        ("serial=15138560011", None),
    ]);
}

#[test]
fn identifiers() {
    check(&[
        ("id=CVR:99887766-FID:1234567890", Some(By::Identifier)),
        ("id=CVR\\:99887766-FID\\:1234567890", Some(By::Identifier)),
        ("q=CVR%3A99887766-FID%3A1234567890&x", Some(By::Identifier)),
        ("UI:DK-O:G:0b6c1d2e-3f40-4162-8384-95a6b7c8d9ea", Some(By::Identifier)),
        ("uuid: 0B6C1D2E-3F40-4162-8384-95A6B7C8D9EA", Some(By::Identifier)),
        ("CVR:99887766-FID:12345678901", None),
        ("CVR:99887766-UID:1234567890", None),
        ("xCVR:99887766-FID:1234567890", None),
        ("0b6c1d2e-3f40-4162-8384-95a6b7c8d9eb", None),
        ("0b6c1d2e-3f40-4162-8384-95a6b7c8d9ea-1", None),
        ("a0b6c1d2e-3f40-4162-8384-95a6b7c8d9ea", None),
    ]);
}

#[test]
fn subjects() {
    let search = search();
    let whole = |text: &str| by(&search, "/etc/x.conf", text).contains(&By::Subject);
    for text in [
        "s=CN=Sagsbehandling æøå (funktionscertifikat)+serialNumber=CVR:99887766-FID:1234567890,O=Fjordby Kommune // CVR:99887766,C=DK",
        "s=\"C=DK, O=Fjordby Kommune // CVR:99887766, SERIALNUMBER=CVR:99887766-FID:1234567890 + CN=Sagsbehandling æøå (funktionscertifikat)\"",
        "subject=/C=DK/O=Fjordby Kommune // CVR:99887766/CN=Sagsbehandling æøå (funktionscertifikat)/serialNumber=CVR:99887766-FID:1234567890",
        "subject=C = DK, O = Fjordby Kommune // CVR:99887766, CN = sagsbehandling ÆØÅ (funktionscertifikat) + serialNumber = CVR:99887766-FID:1234567890",
        "<n>OID.2.5.4.5=CVR:99887766-FID:1234567890 + CN=Sagsbehandling æøå (funktionscertifikat), O=Fjordby Kommune // CVR:99887766, C=DK</n>",
        "2.5.4.5=CVR:99887766-FID:1234567890, CN=Sagsbehandling \\C3\\A6\\C3\\B8\\C3\\A5 (funktionscertifikat), O=\"Fjordby Kommune // CVR:99887766\", C=DK",
        "n=CN=Sagsbehandling &#230;&#248;&#229; (funktionscertifikat),serialNumber=CVR:99887766-FID:1234567890,O=Fjordby Kommune // CVR:99887766,C=DK",
    ] {
        assert!(whole(text), "{text}");
    }
    for text in [
        // Another person's, one part less, one more, a longer value.
        "CN=Sagsbehandling æøå (funktionscertifikat)+serialNumber=CVR:99887766-FID:1234567891,O=Fjordby Kommune // CVR:99887766,C=DK",
        "CN=Sagsbehandling æøå (funktionscertifikat)+serialNumber=CVR:99887766-FID:1234567890,O=Fjordby Kommune // CVR:99887766",
        "OU=Test, CN=Sagsbehandling æøå (funktionscertifikat)+serialNumber=CVR:99887766-FID:1234567890,O=Fjordby Kommune // CVR:99887766,C=DK",
        "CN=Sagsbehandling æøå (funktionscertifikat)+serialNumber=CVR:99887766-FID:1234567890,O=Fjordby Kommune // CVR:99887766,C=DK,OU=x",
        "C=DK,CN=Sagsbehandling æøå (funktionscertifikat)+serialNumber=CVR:99887766-FID:1234567890,O=Fjordby Kommune // CVR:99887766 Nord",
        "CN=Sagsbehandling (funktionscertifikat)+serialNumber=CVR:99887766-FID:1234567890,O=Fjordby Kommune // CVR:99887766,C=DK",
    ] {
        assert!(!whole(text), "{text}");
    }
}

#[test]
fn aliases() {
    let search = search();
    for text in [
        "keyAlias=sagsnøgle",
        "server.ssl.key-alias: sagsnøgle",
        "server.ssl.key-alias: \"sagsnøgle\" # den gamle",
        "org.apache.ws.security.crypto.merlin.keystore.alias=sagsnøgle",
        "<Certificate certificateKeyAlias=\"Sagsnøgle\"/>",
        "<keyAlias>sagsnøgle</keyAlias>",
        "<property name=\"keyAlias\" value=\"sagsnøgle\"/>",
        "keytool -exportcert -alias sagsnøgle -file x",
        "\"friendlyName\": \"sagsnøgle\",",
        "ks.alias = sagsnøgle",
        "<add x509FindType=\"FindBySubjectName\" findValue=\"Sagsbehandling æøå (funktionscertifikat)\"/>",
        "store.Find(X509FindType.FindBySubjectName, \"Sagsbehandling æøå (funktionscertifikat)\", false)",
    ] {
        assert_eq!(by(&search, "/etc/x.conf", text), [By::Alias], "{text}");
    }
    for text in [
        "keyAlias=sagsnøgle2",
        "keyAlias=min sagsnøgle",
        "name=sagsnøgle",
        "alias sagsnøgle",
        "keyAlias.sagsnøgle=1",
        "<add x509FindType=\"FindBySubjectName\" findValue=\"Sagsbehandling\"/>",
    ] {
        assert!(by(&search, "/etc/x.conf", text).is_empty(), "{text}");
    }
}

#[test]
fn an_alias_that_everybody_gives_needs_its_store() {
    let search = Search::new(&[function("/srv/sag/conf/keystore.jks", "1")], &Inventory::default());
    assert!(by(&search, "/srv/sag/conf/a.properties", "alias=1").is_empty());
    assert!(by(&search, "/srv/sag/conf/a.properties", "keystore=x.jks\nalias=1").is_empty());
    assert_eq!(by(&search, "/srv/sag/conf/a.properties", "keystore=keystore.jks\nalias=1"), [By::FileName, By::Alias]);
    assert_eq!(by(&search, "/srv/sag/conf/a.properties", "keystore=keystore.jks\nalias=2"), [By::FileName]);
}

#[test]
fn what_holds_a_certificate_does_not_refer_to_it() {
    let search = search();
    let bag = format!("localKeyID: {SHA1}\nfriendlyName: sagsnøgle\n");
    assert!(by(&search, "/srv/sag/conf/keystore.jks", &bag).is_empty());
    assert_eq!(by(&search, "/srv/sag/conf/other.txt", &bag).len(), 2);
    let report = format!("{{\"schemaVersion\":\"1.0\",\"tool\":{{\"name\":\"oces\"}},\"sha1\":\"{SHA1}\"}}");
    assert!(by(&search, "/srv/report.json", &report).is_empty());
}

#[test]
fn of_a_windows_machine_only_the_bindings_count() {
    let text = format!(
        "{{\"format\": \"oces-windows-inventory\",\n\"stores\": [{{\"certificates\": [{{\"thumbprint\": \"{SHA1}\"}}]}}],\n\
         \"httpSysBindings\": [{{\"kind\": \"SslBindingInfo\",\n\"endpoint\": \"0.0.0.0:443\", \"thumbprint\": \"{}\"}}]}}",
        SHA1.to_uppercase()
    );
    assert_eq!(said(&search(), "/inv/web01.json", text.as_bytes()), ["sha1 binding 0.0.0.0:443 4"]);
    let unbound = text.replace(&SHA1.to_uppercase(), &SHA1.replace('a', "b"));
    assert!(said(&search(), "/inv/web01.json", unbound.as_bytes()).is_empty());
}

#[test]
fn the_name_of_a_host() {
    let search = search();
    assert_eq!(
        said(&search, "/mnt/app01/etc/hostname", b"# navn\napp01.fjordby.example\n"),
        ["host app01.fjordby.example"]
    );
    for bad in ["", "\n", "a b", "-x", "a..b", "æ"] {
        assert!(said(&search, "/mnt/app01/etc/hostname", bad.as_bytes()).is_empty(), "{bad}");
    }
    assert!(said(&search, "/mnt/app01/etc/hosts", b"app01").is_empty());
}

#[test]
fn there_is_an_end_to_it() {
    let text = format!("{SHA1}\n").repeat(3 * MAX_MENTIONS);
    let found = search().look(&at("/a.conf"), text.as_bytes());
    assert_eq!(found.len(), MAX_MENTIONS);
    let long = format!("keystore=/{}/srv/sag/conf/keystore.jks", "x".repeat(100_000));
    assert!(by(&search(), "/a.conf", &long).is_empty());
}
