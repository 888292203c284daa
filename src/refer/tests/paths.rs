//! Paths and file names, and keystores that are missing.

use super::*;

#[test]
fn paths_lead_to_files_of_the_own_host_only() {
    let hosts = inventory(&["/mnt/app01/etc/hostname", "/mnt/app02/etc/hostname"]);
    let one = function("/mnt/app01/opt/a/sag-keys.jks", "x");
    let search = Search::new(&[one], &hosts);
    let found = |path: &str, text: &str| !by(&search, path, text).is_empty();
    assert!(found("/mnt/app01/etc/x.conf", "store=/opt/a/sag-keys.jks"));
    assert!(!found("/mnt/app02/etc/x.conf", "store=/opt/a/sag-keys.jks"));
    assert!(found("/mnt/app01/etc/x.conf", "store=${base}/a/sag-keys.jks"));
    assert!(!found("/mnt/app02/etc/x.conf", "store=${base}/a/sag-keys.jks"));
    assert!(found("/mnt/app01/etc/x.conf", "store=sag-keys.jks"));
    assert!(!found("/mnt/app02/etc/x.conf", "store=sag-keys.jks"));
    assert!(found("/mnt/app01/opt/a/bin/run.sh", "store=../sag-keys.jks"));
    assert!(!found("/mnt/app01/opt/a/bin/run.sh", "store=./sag-keys.jks"));
}

#[test]
fn every_way_to_write_a_path() {
    let search = search();
    for (path, text) in [
        ("/etc/a.conf", "file /srv/sag/conf/keystore.jks;"),
        ("/etc/a.conf", "ks=file:///srv/sag/conf/keystore.jks"),
        ("/srv/sag/app.yml", "ks: conf/keystore.jks"),
        ("/srv/sag/bin/x.sh", "KS=../conf/keystore.jks"),
        ("/srv/sag/conf/x.xml", "<ks>keystore.jks</ks>"),
        ("/srv/sag/bin/x.sh", "KS=\"$BASE/conf/keystore.jks\""),
        ("/srv/sag/bin/x.sh", "KS=${BASE:-/x}/conf/keystore.jks"),
        ("/srv/sag/bin/x.cmd", "set KS=%BASE%\\Conf\\Keystore.JKS"),
        ("/srv/sag/x.config", "path=\"C:\\sag\\conf\\keystore.jks\""),
        ("/srv/sag/x.cs", "\"sag\\\\conf\\\\keystore.jks\""),
        ("/srv/sag/x.yml", "ks: ${KS:/srv/sag/conf/keystore.jks}"),
        ("/srv/sag/compose.yml", "  - ./conf/keystore.jks:/run/keystore.jks:ro"),
        ("/etc/a.conf", "opt=-Djavax.net.ssl.keyStore=/srv/sag/conf/keystore.jks -Dx=y"),
        ("/etc/a.conf", "<x k='%2Fsrv%2Fsag%2Fconf%2Fkeystore.jks'/>"),
        ("/backup/tree/etc/a.conf", "ks=\u{feff}/srv/sag/conf/keystore.jks"),
    ] {
        let found = by(&search, path, text);
        assert_eq!(found.len(), 1, "{path}: {text}: {found:?}");
        assert!(matches!(found[0], By::Path | By::FileName), "{text}");
    }
    for (path, text) in [
        ("/etc/a.conf", "file /srv/other/conf/keystore.jks;"),
        ("/etc/a.conf", "file /srv/sag/conf/keystore.jks.bak;"),
        ("/etc/a.conf", "file /srv/sag/conf/my-keystore.jks;"),
        ("/etc/a.conf", "file /srv/sag/conf/keystore.jks2;"),
        ("/etc/a.conf", "keystore.jks"),
        ("/etc/a.conf", "ks=/keystore.jks"),
        ("/etc/a.conf", "ks=conf/keystore.jks"),
        ("/etc/a.conf", "ks=${jetty.base}/conf/keystore.jks"),
        ("/etc/a.conf", "ks=/srv/sag/conf/Keystore.jks"),
        ("/srv/sag/conf/sub/x.xml", "<ks>keystore.jks</ks>"),
        ("/srv/sag/conf/x.xml", "<ks>./sub/keystore.jks</ks>"),
        ("/srv/sag/conf/x.xml", "keystore.jks.example"),
        ("/srv/sag/conf/x.xml", "x.keystore.jks"),
    ] {
        assert!(by(&search, path, text).is_empty(), "{path}: {text}");
    }
}

#[test]
fn danish_names_in_every_encoding() {
    let path = "/srv/sag/Nøgler og mere/Årsøgle & co (funktionscertifikat).p12";
    let search = Search::new(&[function(path, "x")], &Inventory::default());
    let latin = |text: &str| text.chars().map(|c| u8::try_from(c).unwrap()).collect::<Vec<u8>>();
    let text = format!("ks={path}\n");
    for octets in [
        text.as_bytes().to_vec(),
        latin(&text),
        text.replace('&', "&amp;").replace("ks=", "<ks>").replace('\n', "</ks>").into_bytes(),
        text.replace(' ', "%20").replace('ø', "%C3%B8").replace('Å', "%C3%85").replace('&', "%26").into_bytes(),
        text.replace(' ', "\\ ").into_bytes(),
    ] {
        let shown = String::from_utf8_lossy(&octets).into_owned();
        assert_eq!(said(&search, "/etc/a.conf", &octets).len(), 1, "{shown}");
    }
    for near in
        [text.replace("Årsøgle", "Aarsøgle"), text.replace("Nøgler", "Nogler"), text.replace("Årsøgle", "xÅrsøgle")]
    {
        assert!(by(&search, "/etc/a.conf", &near).is_empty(), "{near}");
    }
}

#[test]
fn members_of_archives() {
    use crate::location::StepKind;
    let mut one = function("/srv/app/shop.war", "x");
    one.occurrences[0].location = at("/srv/app/shop.war").step(StepKind::Member, b"WEB-INF/classes/keys/shop.p12");
    let search = Search::new(&[one], &Inventory::default());
    let inside = at("/srv/app/shop.war").step(StepKind::Member, b"WEB-INF/classes/application.yml");
    let found = |location: &Location, text: &str| !search.look(location, text.as_bytes()).is_empty();
    assert!(found(&inside, "store: classpath:keys/shop.p12"));
    assert!(found(&inside, "store: keys/shop.p12"));
    assert!(!found(&inside, "store: classpath:other/shop.p12"));
    assert!(found(&at("/etc/a.conf"), "war=/srv/app/shop.war"));
    assert!(found(&at("/etc/a.conf"), "jar:file:/srv/app/shop.war!/WEB-INF/classes/keys/shop.p12"));
    assert!(!found(&at("/etc/a.conf"), "war=/srv/other/shop.war"));
}

#[test]
fn keystores_that_were_not_seen() {
    let search = search();
    let missing = |text: &str| said(&search, "/etc/app/a.properties", text.as_bytes());
    assert_eq!(missing("ks=/etc/pki/fjordby-voces.p12"), ["missing /etc/pki/fjordby-voces.p12 ks 1"]);
    let secret = search.look(&at("/etc/a.sh"), b"CMD=\"-p hunter2 -k /etc/pki/voces.p12\"\nx=u:hunter2:/etc/foces.jks");
    assert!(!secret.is_empty() && !format!("{secret:?}").contains("hunter2"), "{secret:?}");
    assert_eq!(missing("-Djavax.net.ssl.keyStore=FOCES.jks"), ["missing FOCES.jks javax.net.ssl.keyStore 1"]);
    for other in [
        // Nothing says that it is of OCES.
        "ks=/etc/pki/fjordby.p12",
        "ks=/etc/pki/processes.jks",
        "# ks=/etc/pki/fjordby-voces.p12",
        "ks=/path/to/voces.p12",
        "the file voces.p12 is old",
        "ks=/etc/pki/voces.p12.txt",
        "ks=*-voces.p12",
    ] {
        assert!(missing(other).is_empty(), "{other}");
    }
    let seen = Search::new(&[], &inventory(&["/etc/pki/fjordby-voces.p12"]));
    assert!(said(&seen, "/etc/app/a.properties", b"ks=/etc/pki/fjordby-voces.p12").is_empty());
    assert!(!said(&seen, "/etc/app/a.properties", b"ks=/opt/pki/fjordby-voces.p12").is_empty());
}
