//! The files that people configure with: each names something, and the
//! setting is told.

use super::*;

const KS: &str = "/srv/sag/conf/keystore.jks";
const PEM: &str = "/etc/pki/fjordby.pem";
const KEY: &str = "/etc/pki/private/fjordby.key";
const P12: &str = "/opt/robot/fjordby-robot.p12";

/// Path of the text, the text, and what is said.
#[allow(clippy::too_many_lines, reason = "a table")]
fn table() -> Vec<(&'static str, String, Vec<String>)> {
    let path = |file: &str, setting: &str, line: u32| format!("path {file} {setting} {line}");
    vec![
        (
            "/etc/nginx/sites-enabled/sag",
            format!("server {{\n  ssl_certificate {PEM};\n\tssl_certificate_key {KEY};\n}}"),
            vec![path(PEM, "ssl_certificate", 2), path(KEY, "ssl_certificate_key", 3)],
        ),
        (
            "/etc/apache2/sites-enabled/sag.conf",
            format!("<VirtualHost *:443>\n SSLCertificateFile \"{PEM}\"\n #SSLCertificateKeyFile {KEY}\n"),
            vec![path(PEM, "SSLCertificateFile", 2), path(KEY, "SSLCertificateKeyFile", 3)],
        ),
        (
            "/etc/haproxy/haproxy.cfg",
            format!("frontend x\n  bind *:443 ssl crt {PEM} alpn h2\n"),
            vec![path(PEM, "crt", 2)],
        ),
        (
            "/srv/sag/conf/server.xml",
            String::from(
                "<Certificate certificateKeystoreFile=\"conf/keystore.jks\"\n  certificateKeystorePassword=\"hemmelig\" certificateKeyAlias=\"sagsnøgle\"/>",
            ),
            vec!["alias certificateKeyAlias 2".into(), path(KS, "certificateKeystoreFile", 1)],
        ),
        (
            "/srv/sag/application.properties",
            format!("server.ssl.key-store=file:{KS}\nserver.ssl.key-alias=sagsnøgle"),
            vec!["alias server.ssl.key-alias 2".into(), path(KS, "server.ssl.key-store", 1)],
        ),
        (
            "/srv/sag/application.yml",
            format!("server:\n  ssl:\n    key-store: {KS}\n    key-alias: sagsnøgle\n"),
            vec!["alias key-alias 4".into(), path(KS, "key-store", 3)],
        ),
        (
            "/srv/sag/client_sign.properties",
            format!(
                "org.apache.ws.security.crypto.merlin.keystore.file={KS}\norg.apache.ws.security.crypto.merlin.keystore.alias=sagsnøgle"
            ),
            vec![
                "alias org.apache.ws.security.crypto.merlin.keystore.alias 2".into(),
                path(KS, "org.apache.ws.security.crypto.merlin.keystore.file", 1),
            ],
        ),
        (
            "/opt/wildfly/standalone.xml",
            format!(
                "<key-store name=\"s\"><file path=\"{KS}\"/></key-store>\n<key-manager alias-filter=\"x\" key-alias=\"sagsnøgle\"/>"
            ),
            vec!["alias key-alias 2".into(), path(KS, "path", 1)],
        ),
        (
            "/mnt/iis/applicationHost.config",
            format!(
                "<binding protocol=\"https\" bindingInformation=\"*:443:\" certificateHash=\"{}\"/>",
                SHA1.to_uppercase()
            ),
            vec!["sha1 certificateHash 1".into()],
        ),
        (
            "/mnt/iis/setup.cmd",
            format!(
                "netsh http add sslcert ipport=0.0.0.0:443 certhash={SHA1} appid={{0b6c1d2e-3f40-4162-8384-95a6b7c8d9eb}}"
            ),
            vec!["sha1 certhash 1".into()],
        ),
        (
            "/mnt/iis/web.config",
            format!(
                "<clientCertificate storeName=\"My\" x509FindType=\"FindByThumbprint\"\n findValue=\"\u{200e}{SHA1}\" />"
            ),
            vec!["sha1 findValue 2".into()],
        ),
        (
            "/mnt/iis/App.config",
            format!("<add key=\"SigningThumbprint\" value=\"{SHA1}\"/>"),
            vec!["sha1 SigningThumbprint 1".into()],
        ),
        (
            "/mnt/iis/appsettings.json",
            format!(
                "{{\n \"Kestrel\": {{ \"Thumbprint\": \"{SHA1}\",\n \"Path\": \"C:\\\\opt\\\\robot\\\\fjordby-robot.p12\" }}\n}}"
            ),
            vec!["sha1 Thumbprint 2".into(), path(P12, "Path", 3)],
        ),
        (
            "/srv/sag/oiosaml-sp.properties",
            format!("oiosaml-sp.certificate.location={KS}\n"),
            vec![path(KS, "oiosaml-sp.certificate.location", 1)],
        ),
        (
            "/mnt/iis/oioidws.config",
            format!("<oioIdwsWcfConfiguration><clientCertificate findValue=\"{SHA1}\"/>"),
            vec!["sha1 findValue 1".into()],
        ),
        (
            "/mnt/iis/RaspConfigurationLive.xml",
            "<SerialNumber>5A3B9C01</SerialNumber>".into(),
            vec!["serial SerialNumber 1".into()],
        ),
        (
            "/opt/oxalis/oxalis.conf",
            format!("oxalis.keystore {{\n  path = \"{KS}\"\n  key.alias = sagsnøgle\n}}"),
            vec!["alias key.alias 3".into(), path(KS, "path", 2)],
        ),
        (
            "/srv/sag/sosi.properties",
            format!("sosi:vault.file={KS}\nsosi:vault.alias = sagsnøgle\n"),
            vec!["alias sosi:vault.alias 2".into(), path(KS, "sosi:vault.file", 1)],
        ),
        (
            "/etc/postfix/main.cf",
            format!("smtpd_tls_cert_file = {PEM}\nsmtpd_tls_key_file={KEY}"),
            vec![path(PEM, "smtpd_tls_cert_file", 1), path(KEY, "smtpd_tls_key_file", 2)],
        ),
        (
            "/etc/dovecot/conf.d/10-ssl.conf",
            format!("ssl_cert = <{PEM}\nssl_key = <{KEY}\n"),
            vec![path(PEM, "ssl_cert", 1), path(KEY, "ssl_key", 2)],
        ),
        (
            "/etc/systemd/system/sag.service",
            format!(
                "[Service]\nEnvironment=\"KEYSTORE={KS}\"\nExecStart=/usr/bin/java -Djavax.net.ssl.keyStore={KS} -jar x.jar --key {KEY}\n"
            ),
            vec![path(KEY, "key", 3), path(KS, "KEYSTORE", 2), path(KS, "javax.net.ssl.keyStore", 3)],
        ),
        (
            "/opt/robot/docker-compose.yml",
            "services:\n  robot:\n    volumes:\n      - ./fjordby-robot.p12:/run/x.p12:ro\n".into(),
            vec![format!("file-name {P12} volumes 4")],
        ),
        (
            "/srv/k8s/deploy.yaml",
            format!("spec:\n  hostPath:\n    path: {PEM}\n  env:\n  - name: KS\n    value: {KS}\n"),
            vec![path(PEM, "path", 3), path(KS, "value", 6)],
        ),
        (
            "/srv/ansible/tasks.yml",
            format!("- copy:\n    src: \"{{{{ playbook_dir }}}}/robot/fjordby-robot.p12\"\n    dest: {P12}\n"),
            vec![path(P12, "dest", 3), path(P12, "src", 2)],
        ),
        (
            "/opt/robot/run.sh",
            format!("#!/bin/sh\ncurl --cert {P12} https://x\nexport KS='{KS}'\n"),
            vec![path(P12, "cert", 2), path(KS, "KS", 3)],
        ),
        (
            "/opt/robot/Run.ps1",
            format!("$p = 'C:\\opt\\robot\\fjordby-robot.p12'\nGet-Item \"Cert:\\LocalMachine\\My\\{SHA1}\"\n"),
            vec!["sha1 - 2".into(), path(P12, "p", 1)],
        ),
    ]
}

#[test]
fn each_format_names_what_it_uses() {
    let search = search();
    for (path, text, expected) in table() {
        let mut found = said(&search, path, text.as_bytes());
        found.sort();
        let mut expected = expected;
        expected.sort();
        assert_eq!(found, expected, "{path}");
    }
}

/// The same files with other digits, another folder and longer names.
#[test]
fn near_misses_in_each_format() {
    let search = search();
    for (path, text, _) in table() {
        let other = text
            .replace("sagsnøgle", "sagsnøgle-2")
            .replace("a34f", "a35f")
            .replace("A34F", "A35F")
            .replace("5A3B", "5A3C");
        let elsewhere = other
            .replace("/conf/", "/conf/old/")
            .replace("conf/keystore", "old/keystore")
            .replace("pki/", "pki2/")
            .replace("robot/", "robot2/")
            .replace("robot\\", "robot2\\")
            .replace("./fjordby", "./x/fjordby");
        let longer = other
            .replace(".jks", ".jks.old")
            .replace(".pem", ".pem1")
            .replace(".key", ".keys")
            .replace(".p12", ".p12x");
        for near in [elsewhere, longer] {
            // A keystore elsewhere is one that was not seen: no reference.
            let found = said(&search, path, near.as_bytes());
            assert!(found.iter().all(|one| one.starts_with("missing ")), "{path}: {near}: {found:?}");
        }
    }
}

/// No value is ever kept as the name of a setting.
#[test]
fn passwords_are_not_taken_for_settings() {
    let search = search();
    for text in [
        format!("login bruger hunter2 {KS}"),
        format!("hunter2 {KS}"),
        format!("certuser:hunter2:{KS}"),
        format!("login hunter2: {KS}"),
        format!("password=hunter2 {KS}"),
        format!("<a p=\"hunter2\">{KS}</a>"),
        format!("f(\"hunter2\", \"{KS}\")"),
    ] {
        let found = search.look(&at("/etc/x.conf"), text.as_bytes());
        assert!(!found.is_empty(), "{text}");
        for mention in found {
            let told = format!("{:?} {}", mention.setting, mention.token);
            assert!(!told.contains("hunter2"), "{text}: {told}");
        }
    }
}
