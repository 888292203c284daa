//! What a machine that has nothing to do with it says: nothing.

use super::*;
use crate::legible::promises_text;

/// Names that everybody uses must match across folders nowhere.
#[test]
#[ignore = "reads /usr and /etc of this machine"]
fn nothing_is_said_by_a_machine_that_has_none_of_it() {
    let names = [
        "server.pem",
        "ca.crt",
        "keystore.jks",
        "cert.pem",
        "client.p12",
        "tls.key",
        "truststore.jks",
        "index.html",
        "metadata.xml",
        "app.jar",
    ];
    let mut all = vec![function("/srv/sag/conf/keystore.jks", "tomcat"), system("/srv/pki/fjordby.pem")];
    for number in 0..50_u8 {
        let mut one = system(&format!("/srv/a{number}/conf/{}", names[usize::from(number) % names.len()]));
        one.certificate.sha1 = [number.wrapping_mul(37).wrapping_add(0x5b); 20];
        one.occurrences[0].alias = Some(["1", "mykey", "tomcat", "server", "key"][usize::from(number) % 5].into());
        all.push(one);
    }
    let search = Search::new(&all, &Inventory::default());
    let (mut texts, mut found) = (0, Vec::new());
    for root in ["/usr", "/etc"] {
        for entry in
            walkdir::WalkDir::new(root).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file())
        {
            let path = entry.path();
            if path.ends_with("etc/hostname") || !promises_text(path.as_os_str().as_encoded_bytes()) {
                continue;
            }
            let Some(text) = std::fs::read(path)
                .ok()
                .filter(|text| text.len() < 4 << 20 && !text.iter().take(1024).any(|octet| *octet == 0))
            else {
                continue;
            };
            texts += 1;
            let path = path.to_string_lossy();
            found.extend(said(&search, &path, &text).into_iter().map(|line| format!("{path}: {line}")));
        }
    }
    assert!(texts > 100, "the machine was not read");
    assert_eq!(found, Vec::<String>::new());
}
