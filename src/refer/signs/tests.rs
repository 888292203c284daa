use super::super::sieve::Sieve;
use super::*;
use crate::clue::{Confidence, Topic, UseKind};
use std::collections::BTreeSet;
use std::path::Path;

fn signs_of(entries: &[(SignKind, &str)]) -> Signs {
    let sign = |(kind, text): &(SignKind, &str)| Sign {
        topic: Topic::Use(UseKind::Robot),
        kind: *kind,
        text: (*text).to_owned(),
        confidence: Confidence::Low,
        folder: false,
    };
    Signs::of(Vec::leak(entries.iter().map(sign).collect()))
}

fn look_at(signs: &Signs, location: &Location, text: &[u8]) -> Vec<Mention> {
    let mut anchors = Vec::new();
    Sieve::new(signs.anchors().map(|anchor| anchor.as_bytes().to_vec())).find(text, |number, range| {
        anchors.push((number, range));
        true
    });
    signs.look(location, text, &anchors)
}

fn look(signs: &Signs, name: &str, text: &[u8]) -> Vec<(u64, String)> {
    let path = format!("/fjordby/{name}");
    let location = Location::file(Path::new("/fjordby").into(), Path::new(&path).into());
    look_at(signs, &location, text).into_iter().map(|mention| (mention.line, mention.token.into())).collect()
}

/// The tokens that one sign finds in a text.
fn tokens(kind: SignKind, sign: &str, text: &str) -> Vec<String> {
    look(&signs_of(&[(kind, sign)]), "app.conf", text.as_bytes()).into_iter().map(|(_, token)| token).collect()
}

#[test]
fn a_host_stands_by_itself_or_at_the_end_of_one() {
    for (text, token) in [
        ("serviceplatformen.dk", "serviceplatformen.dk"),
        ("url=https://prod.serviceplatformen.dk/service", "prod.serviceplatformen.dk"),
        ("//serviceplatformen.dk:443/", "serviceplatformen.dk"),
        ("at Serviceplatformen.DK.", "Serviceplatformen.DK"),
        ("http://serviceplatformen.dk/xml/schemas", "serviceplatformen.dk"),
        ("*.serviceplatformen.dk", "serviceplatformen.dk"),
        ("sftp fjordby@sftp.serviceplatformen.dk", "sftp.serviceplatformen.dk"),
        ("https%3A%2F%2Fserviceplatformen.dk%2Fa", "serviceplatformen.dk"),
        ("https%3A%2F%2Fprod.serviceplatformen.dk", "prod.serviceplatformen.dk"),
        ("\"a\\nserviceplatformen.dk\"", "serviceplatformen.dk"),
        ("»serviceplatformen.dk«", "serviceplatformen.dk"),
    ] {
        assert_eq!(tokens(SignKind::Host, "serviceplatformen.dk", text), [token], "{text}");
    }
    for text in [
        "notserviceplatformen.dk",
        "not-serviceplatformen.dk",
        "_serviceplatformen.dk",
        "øserviceplatformen.dk",
        "ø.x-serviceplatformen.dk",
        "serviceplatformen.dk.evil.example",
        "serviceplatformen.dkx",
        "serviceplatformen.dkæ",
        "serviceplatformen-dk",
        "serviceplatformen.dk-old",
        "serviceplatformen.dk_1",
        "https://serviceplatformen.dk@evil.example/",
        "mail to support@serviceplatformen.dk",
    ] {
        assert!(tokens(SignKind::Host, "serviceplatformen.dk", text).is_empty(), "{text}");
    }
}

#[test]
fn a_host_may_have_more_in_its_first_label() {
    let find = |text| tokens(SignKind::HostPrefix, "codefileclient.danid.dk", text);
    assert_eq!(find("https://codefileclient.danid.dk/"), ["codefileclient.danid.dk"]);
    assert_eq!(find("'codefileclient-t2.danid.dk'"), ["codefileclient-t2.danid.dk"]);
    for text in ["xcodefileclient.danid.dk", "codefileclient.x.danid.dk", "codefileclient.danid.dkx", "codefileclient"]
    {
        assert!(find(text).is_empty(), "{text}");
    }
}

#[test]
fn a_namespace_goes_on_after_a_separator_only_and_never_into_a_value() {
    for (sign, text, token) in [
        ("org.openoces", "import org.openoces.ooapi.Environment;", "org.openoces.ooapi.Environment"),
        ("urn:oio:skat", "xmlns=\"urn:oio:skat:emcs:ws:1.0\"", "urn:oio:skat:emcs:ws:1.0"),
        ("skat.dk/begrebsmodel", "http://rep.oio.dk/skat.dk/begrebsmodel/xml", "skat.dk/begrebsmodel/xml"),
        ("org.apache.crypto", "org.apache.crypto.keystore.password:hemmelig", "org.apache.crypto.keystore.password"),
        ("org.apache.crypto", "org.apache.crypto.password=hemmelig", "org.apache.crypto.password"),
    ] {
        assert_eq!(tokens(SignKind::Namespace, sign, text), [token], "{text}");
    }
    for (sign, text) in [
        ("org.openoces", "import com.org.openoces.x"),
        ("org.openoces", "xorg.openoces.x"),
        ("org.openoces", "org.openoces2.x"),
        ("urn:oio:skat", "urn:oio:skatte"),
        ("urn:oio:skat", "urn:oio:skat-x"),
        ("skat.dk/begrebsmodel", "minskat.dk/begrebsmodel"),
    ] {
        assert!(tokens(SignKind::Namespace, sign, text).is_empty(), "{text}");
    }
}

#[test]
fn keys_words_and_literals_are_whole() {
    for (kind, sign, text, count) in [
        (SignKind::Key, "oiosaml-sp.certificate.location", "oiosaml-sp.certificate.location=a.p12", 1),
        (SignKind::Key, "javax.net.ssl.keystore", "java -Djavax.net.ssl.keyStore=a.jks", 1),
        (SignKind::Key, "javax.net.ssl.keystore", "-Djavax.net.ssl.keyStorePassword=x", 0),
        (SignKind::Key, "javax.net.ssl.keystore", "xjavax.net.ssl.keyStore", 0),
        (SignKind::Key, "javax.net.ssl.keystore", "my.javax.net.ssl.keyStore", 0),
        (SignKind::Key, "javax.net.ssl.keystore", "javax.net.ssl.keyStore.x", 0),
        (SignKind::Word, "openorchestrator", "from OpenOrchestrator.x import y", 1),
        (SignKind::Word, "openorchestrator", "ReopenOrchestrator", 0),
        (SignKind::Word, "openorchestrator", "openorchestrator_2", 0),
        (SignKind::Literal, "sikkermail@", "from=sikkermail@fjordby.example", 1),
        (SignKind::Literal, "sikkermail@", "usikkermail@fjordby.example", 0),
        (SignKind::Literal, "*** tasks ***", "*** Tasks ***", 1),
    ] {
        assert_eq!(tokens(kind, sign, text).len(), count, "{text}");
    }
}

#[test]
fn names_of_files_are_matched_whole() {
    let signs = signs_of(&[(SignKind::FileName, "raspconfiguration*.xml")]);
    assert_eq!(look(&signs, "RaspConfiguration.Live.xml", b""), [(1, "RaspConfiguration.Live.xml".to_owned())]);
    assert!(look(&signs, "RaspConfiguration.xml.bak", b"").is_empty());
    assert!(look(&signs, "MyRaspConfiguration.xml", b"").is_empty());
    let jar = Location::file(Path::new("/").into(), Path::new("/a.zip").into());
    let member = jar.step(StepKind::Member, b"conf\\RaspConfiguration.xml");
    assert_eq!(look_at(&signs, &member, b"").len(), 1);
}

#[test]
fn the_longest_of_signs_in_one_another_counts_alone() {
    let signs = signs_of(&[(SignKind::Host, "nemlog-in.dk"), (SignKind::Host, "services.nemlog-in.dk")]);
    let found = |text: &[u8]| look(&signs, "a", text).into_iter().map(|(_, token)| token).collect::<Vec<_>>();
    assert_eq!(found(b"https://services.nemlog-in.dk/api"), ["services.nemlog-in.dk"]);
    // The longer one does not stand by itself: the shorter one still does.
    assert_eq!(found(b"https://xservices.nemlog-in.dk/api"), ["xservices.nemlog-in.dk"]);
    assert_eq!(found(b"nemlog-in.dk services.nemlog-in.dk").len(), 2);
}

#[test]
fn one_mention_a_line_and_an_end_to_them() {
    let signs = signs_of(&[(SignKind::Host, "nemid.nu"), (SignKind::Host, "danid.dk")]);
    let text = "x\nnemid.nu nemid.nu danid.dk\n\nnemid.nu\n";
    let lines: Vec<u64> = look(&signs, "a", text.as_bytes()).into_iter().map(|(line, _)| line).collect();
    assert_eq!(lines, [2, 2, 4]);
    let many = format!("{}danid.dk\n", "nemid.nu\n".repeat(2000));
    let found = look(&signs, "a", many.as_bytes());
    assert_eq!(found.len(), MAX_PER_SIGN as usize + 1);
    assert_eq!(found.last(), Some(&(2001, "danid.dk".to_owned())));
}

#[test]
fn a_token_is_bounded() {
    let long = format!("{}.nemid.nu", "a".repeat(5000));
    assert!(tokens(SignKind::Host, "nemid.nu", &long).iter().all(|token| token.len() <= MAX_TOKEN));
    let long = format!("urn:oio:skat:{}", "a".repeat(5000));
    assert!(tokens(SignKind::Namespace, "urn:oio:skat", &long).iter().all(|token| token.len() <= MAX_TOKEN));
}

#[test]
fn nothing_counts_in_base64() {
    let before = "MIIGxTCCBS2gAwIBAgIUQ7cXh2Zb9sPqLw3Kd0+/";
    let after = "/+T4yJm1Vn8RzEo5Gf6AhBkS2iWuPxQ0vYcDtM3rN7a=";
    assert!(tokens(SignKind::Word, "openorchestrator", &format!("{before}OpenOrchestrator{after}")).is_empty());
    let path = "/opt/fjordby/robots/invoices/vendor/python/site/openorchestrator/database/connection/helpers";
    assert_eq!(tokens(SignKind::Word, "openorchestrator", path).len(), 1);
}

#[test]
fn every_pattern_can_be_built_and_every_test_is_known() {
    let signs = Signs::known();
    // What is shorter is searched in two passes of its own.
    let short: Vec<&str> = signs.written.iter().map(|sign| anchor(sign)).filter(|anchor| anchor.len() < 7).collect();
    assert_eq!(short, ["cvr:"]);
    assert_eq!(signs.written.len() + signs.names.len(), CLUES.signs.len());
    let anchors: BTreeSet<&str> = signs.written.iter().map(|sign| anchor(sign)).collect();
    assert_eq!(anchors.len(), signs.written.len());
    let tested = signs.written.iter().filter(|sign| sign.kind == SignKind::Tested);
    tested.for_each(|sign| assert!(tested::is_known(&sign.text), "{sign:?}"));
}

/// Nothing that stands in a text may stop the search or lead out of it.
#[test]
fn no_cut_of_a_text_leads_astray() {
    let signs = Signs::known();
    let text =
        "ø%2F\\nCVR:(\\d{8})-RID:\" // CVR:\"x PID:9208-2002-2-\" \\(funktionscertifikat\\) contains(\"TRUST2408\")\n\
                -Djavax.net.ssl.keyStore codefileclient-1.danid.dk urn:oio:skat:ø services.nemlog-in.dk: ø"
            .as_bytes();
    assert!(look(signs, "a", text).len() >= 8, "{:?}", look(signs, "a", text));
    for start in 0..text.len() {
        look(signs, "a", &text[start..]);
        look(signs, "a", &text[..start]);
    }
}
