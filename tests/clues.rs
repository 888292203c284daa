//! What the clues find and what they pass by: for each counterparty, dependency
//! and use what shows it, and near misses that show nothing.
//!
//! `cargo test --test clues -- --ignored --nocapture` looks at this machine's own
//! `/etc` and `/usr`, where no counterparty and no dependency may be found, and
//! tells how fast that went.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test may panic, and tells what it measured")]

use oces::clue::{CLUES, Topic, UseKind};
use oces::examine::{MAX_TEXT, Texts};
use oces::inventory::{Inventory, Mention, Said};
use oces::legible::promises_text;
use oces::location::Location;
use oces::refer::Search;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

/// What shows a topic, and what must not: `file: text`, or the text of `a.conf`.
struct Case {
    topic: &'static str,
    shows: &'static [&'static str],
    near_misses: &'static [&'static str],
}

const CASES: &[Case] = &[
    Case {
        topic: "nemlog-in",
        shows: &[
            "idp=https://saml.nemlog-in.dk/metadata",
            "https://login.test-nemlog-in.dk:443/",
            "oiosaml-sp.certificate.location=sp.jks",
            "using dk.nita.saml20.config;",
            "<add key=\"Digst.OioIdws.Wsc\" />",
            "@oiosaml-sp.properties: ",
        ],
        near_misses: &[
            "https://saml.mynemlog-in.dk/",
            "https://nemlog-in.dk.example/",
            "oiosaml-sp.certificate.locations=x",
            "dk.nita.saml2",
            "kontakt@nemlog-in.dk",
            "@my-oiosaml-sp.properties: ",
        ],
    },
    Case {
        topic: "kombit",
        shows: &[
            "<endpoint address=\"https://prod.serviceplatformen.dk/service/CPR\" />",
            "https://n2adgangsstyring.stoettesystemerne.dk/runtime/services/kombittrust/14/certificatemixed",
            "xmlns:ns=\"http://serviceplatformen.dk/xml/schemas\"",
            "http://entityid.kombit.dk/service/organisation/3",
            "urn:oio:sagdok:3.0.0",
            "alias=ADG_PROD_Adgangsstyring_2",
        ],
        near_misses: &[
            "https://notserviceplatformen.dk/",
            "https://serviceplatformen.dk.evil.example/",
            "https://www.kombit.dk/nyheder",
            "urn:oio:sagdokument",
            "MY_ADG_PROD_Adgangsstyring_2",
        ],
    },
    Case {
        topic: "skat",
        shows: &[
            "https://ei-indberetning.skat.dk:444/B2B/EIndkomst/",
            "host: secureftpgateway.skat.dk",
            "http://skat.dk/begrebsmodel/2009/01/15/",
            "urn:oio:skat:nemvirksomhed:ws:1.0.0",
            "import dk.skat.emcs.Client;",
            "certificateCommenNames = a",
        ],
        near_misses: &[
            "https://www.skat.dk/borger",
            "https://skat.dk/data.aspx",
            "urn:oio:skatteministeriet",
            "import dk.skatepark.App;",
            "https://ei-indberetning.skat.dk.example/",
        ],
    },
    Case {
        topic: "datafordeler",
        shows: &[
            "https://certservices.datafordeler.dk/CPR/",
            "https://s5-certservices.datafordeler.dk/",
            "https://test03-s5-certservices.datafordeler.dk",
            "https://services.datafordeler.dk/DAR/",
        ],
        near_misses: &[
            "https://datafordeler.dk/dataoversigt/",
            "https://mycertservices.datafordeler.dk",
            "services.datafordeler.dk.evil.example",
        ],
    },
    Case {
        topic: "digital-post",
        shows: &[
            "https://api.digitalpost.dk/apis/v1/memos",
            "https://api.test.digitalpost.dk/",
            "import dk.digst.digital.post.memolib.model.Message;",
            "<artifactId>memo-lib</artifactId>",
        ],
        near_misses: &[
            "https://www.digitalpost.dk/",
            "https://rest.e-boks.dk/mobile/",
            "memo-library",
            "https://xapi.digitalpost.dk/",
        ],
    },
    Case {
        topic: "nemhandel",
        shows: &[
            "@RaspConfiguration.Live.xml: ",
            "<ConfigurationSection type=\"dk.gov.oiosi.security.OcesX509CertificateConfig\" />",
            "http://rep.oio.dk/oiosi.ehandel.gov.dk/xml/schemas/",
        ],
        near_misses: &["@GraspConfiguration.xml: ", "dk.gov.oiosif", "https://www.ehandel.gov.dk/"],
    },
    Case {
        topic: "nemhandel-edelivery",
        shows: &[
            "@oxalis.conf: ",
            "oxalis.keystore { path=oxalis.p12 }",
            "mode: NEMHANDEL_PRODUCTION",
            "https://edel-demo.nemhandel.dk/",
        ],
        near_misses: &["@oxalis.conf.md: ", "oxalis.keystores", "NEMHANDEL_TESTING", "https://nemhandel.dk/vejledning"],
    },
    Case {
        topic: "nsp",
        shows: &[
            "http://www.sosi.dk/sosi/2006/04/sosi-1.0.xsd",
            "https://sts.test1.nspop.dk:8443/sts/services/NewSecurityTokenService",
            "import dk.sosi.seal.SOSIFactory;",
            "xmlns:medcom=\"http://www.medcom.dk/dgws/2006/04/dgws-1.0.xsd\"",
            "https://fmk.netic.dk/",
        ],
        near_misses: &[
            "http://skjema.geonorge.no/SOSI/produktspesifikasjon",
            "xmlns:sosi=\"http://example.no/sosi\"",
            "import dk.sosi.sealer.X;",
            "https://xnspop.dk/",
            "https://www.medcom.dk/standarder",
        ],
    },
    Case {
        topic: "tinglysning",
        shows: &[
            "https://xml-api.tinglysning.dk/ElektroniskAkt",
            "https://test-xml-api.tinglysning.dk/etl/services/ElektroniskAkt",
            "http://rep.oio.dk/tinglysning.dk/schema/",
            "https://www.tinglysning.dk/tinglysning/ssl/",
            "ikkeFindeS2SAktoerSSLCert",
        ],
        near_misses: &[
            "https://www.tinglysning.dk/tmv/",
            "https://min-xml-api.tinglysning.dk/",
            "rep.oio.dk/tinglysning.dkx",
        ],
    },
    Case {
        topic: "stil",
        shows: &[
            "https://wsieksport.unilogin.dk/wsieksport-v5/ws",
            "https://brugerdatabasen.stil.dk/bpi/wsdl",
            "UDBYDER_SYSTEM_ID=fjordby",
        ],
        near_misses: &["https://stil.dk/", "https://unilogin.dk.example/", "MIN_UDBYDER_SYSTEM_ID=1", "wsieksporter"],
    },
    Case {
        topic: "statstidende",
        shows: &["https://api.statstidende.dk/v1/messages", "host = API.Statstidende.dk"],
        near_misses: &["https://statstidende.dk/", "https://xapi.statstidende.dk/", "api.statstidende.dk.example"],
    },
    Case {
        topic: "mitid-erhverv-idm",
        shows: &["https://services.nemlog-in.dk/api/uuidmatch", "nemLogin.keystoreLocation=a.p12"],
        near_misses: &[
            "https://xservices.nemlog-in.dk/",
            "nemLogin.keystoreLocations=a",
            "services.nemlog-in.dk.example",
        ],
    },
    Case {
        topic: "nemid-login",
        shows: &[
            "src=\"https://applet.danid.dk/launcher/lmt\"",
            "https://appletk.danid.dk",
            "https://codefileclient-t.danid.dk/",
        ],
        near_misses: &[
            "https://applets.danid.dk",
            "applet.danid.dk.example",
            "codefileclients",
            "https://applet.danid.dkx",
        ],
    },
    Case {
        topic: "pid-service",
        shows: &["https://pidws.certifikat.dk/pid_serviceprovider_server/pidws/", "https://test.pidws.certifikat.dk"],
        near_misses: &["https://xpidws.certifikat.dk/", "https://www.certifikat.dk/", "pidws.certifikat.dk.example"],
    },
    Case {
        topic: "rid-service",
        shows: &["https://ws-erhverv.certifikat.dk/rid_serviceprovider_server/services/"],
        near_misses: &["https://xws-erhverv.certifikat.dk/", "ws-erhverv.certifikat.dk.example"],
    },
    Case {
        topic: "oces2-revocation",
        shows: &["http://crl.oces.trust2408.com/oces.crl", "allow *.trust2408.com:80"],
        near_misses: &[
            "http://crl.nottrust2408.com/",
            "http://trust2408.com.example/",
            "TRUST2408_OCES_Primary_CA.crt",
        ],
    },
    Case {
        topic: "oces2-directory",
        shows: &["<Host>crtdir.certifikat.dk</Host>", "ldap://crldir.certifikat.dk:389/", "dir.certifikat.dk"],
        near_misses: &["ldap://xcrtdir.certifikat.dk", "https://certifikat.dk/", "mydir.certifikat.dk"],
    },
    Case {
        topic: "openoces",
        shows: &[
            "import org.openoces.ooapi.environment.Environments;",
            "Environments.setEnvironments(Environment.OCESII_DANID_ENV_PROD);",
            "certs/ocesii_danid_env_prod.p12",
            "<artifactId>ooapi</artifactId>",
        ],
        near_misses: &["https://openonderwijsapi.nl/ooapi/v5", "org.openocesx", "OCESII_DANID_ENVIRONMENT", "fooapi"],
    },
    Case {
        topic: "nemid-portal",
        shows: &["<a href=\"https://www.nemid.nu/\">", "https://www.medarbejdersignatur.dk/produkter"],
        near_misses: &["https://nemid.nuxt.example", "https://mynemid.nu/", "medarbejdersignatur.dk.example"],
    },
    Case {
        topic: "nemid-key-file",
        shows: &["COPY key.pkcs12 /root/.oces/", "cp key ~/.oces/", "\"$HOME/.oces/key\"", "msiexec NemID CSP"],
        near_misses: &["/opt/.ocesx/", "oces.toml", "~/oces/", "NemID CSPs", "/srv/app/.oces/"],
    },
    Case {
        topic: "oces2-subject",
        shows: &[
            "Pattern.compile(\"CVR:(\\\\d{8})-RID:(\\\\d+)\")",
            "re.match(r'\\bCVR:(\\d+)-(RID|UID|FID):', serial)",
            "String id = \"CVR:\" + cvr + \"-RID:\" + rid;",
            "if (sn.StartsWith(\"CVR:\")) {\n  var parts = sn.Split(\"-RID:\");\n",
            "$\"CVR:{cvr}-UID:{uid}\"",
            "sprintf('CVR:%s-FID:%s', $cvr, $fid)",
            "organisation.split(\" // CVR:\")",
            "serial.startsWith(\"PID:9208-2002-2-\")",
            "^PID:9208-2002-2-(\\d{12})$",
            "serial.startsWith(\"CVR:99887766-RID:\")",
        ],
        near_misses: &[
            "subject=serialNumber=CVR:99887766-FID:1234567890 + CN=Fjordby (funktionscertifikat)",
            "\"CVR:99887766-RID:1234567890\"",
            "O=Fjordby Kommune // CVR:99887766",
            "<td>CVR: 99887766</td>",
            "label(\"CVR:\");",
            "CVR:xxxxxxxx-RID:yyyyyyyy",
            "// CVR: 25 / 500 * 100 = 5%",
            "x = f(y); // CVR:(n) of the funnel",
            "serialNumber=PID:9208-2002-2-123456789012",
            "\"PID:9208-2002-2-123456789012\"",
            "[ERROR] (PID:9208, Device:1)",
            "GRID: \"CVR:\" + x",
            "MYCVR:(\\d{8})-RID:",
        ],
    },
    Case {
        topic: "oces2-function-name",
        shows: &[
            "if (cn.endsWith(\"(funktionscertifikat)\"))",
            "cn.replace(' (Funktionscertifikat)', '')",
            "re.sub(r'\\(funktionscertifikat\\)$', '', cn)",
        ],
        near_misses: &[
            "alias=Fjordby ESDH (funktionscertifikat)",
            "keystoreAlias = \"fjordby-esdh (funktionscertifikat)\";",
            "/etc/ssl/Fjordby (funktionscertifikat).pfx",
            "<option>funktionscertifikat</option>",
        ],
    },
    Case {
        topic: "oces2-issuer",
        shows: &[
            "if (issuer.toUpperCase().indexOf(\"TRUST2408\") != -1)",
            "certificate.Issuer.Contains(\"CN=TRUST2408 OCES\")",
            "if 'TRUST2408' in issuer:",
            "if ($ssl_client_i_dn =~ /O=TRUST2408/)",
        ],
        near_misses: &[
            "\"TRUST2408 OCES Primary CA\",",
            "issuer=CN = TRUST2408 OCES CA IV, O = TRUST2408, C = DK",
            "mozilla/TRUST2408_OCES_Primary_CA.crt",
            "cp \"certs/TRUST2408.cer\" /etc",
            "find(\"certs/TRUST2408.cer\")",
        ],
    },
    Case {
        topic: "robot",
        shows: &[
            "xmlns:ui=\"http://schemas.uipath.com/workflow/activities\"",
            "\"UiPath.System.Activities\": \"[22.4.1]\"",
            "@invoices.bprelease: ",
            "@invoices.atmx: ",
            "from OpenOrchestrator.orchestrator_connection import x",
            "*** Tasks ***",
        ],
        near_misses: &[
            "https://www.uipathx.com/",
            "MyUiPath.System.Activities",
            "*** Test Cases ***",
            "@bprelease.txt: ",
            "OpenOrchestrators",
        ],
    },
    Case {
        topic: "secure-email",
        shows: &[
            "relay sikkermail@fjordby.example",
            "sikkerpost@fjordby.example",
            "openssl smime -decrypt -in m.p7m",
            "smtp_tls_cert_file = /a.pem",
        ],
        near_misses: &["usikkermail@fjordby.example", "sikkermail.example", "openssl smimetic", "smtp_tls_cert_files"],
    },
    Case {
        topic: "system-to-system",
        shows: &[
            "org.apache.ws.security.crypto.merlin.keystore.file=a.jks",
            "org.apache.wss4j.crypto.merlin.keystore.alias=a",
            "proxy_ssl_certificate /etc/ssl/a.pem;",
            "-Djavax.net.ssl.keyStore=a.jks",
        ],
        near_misses: &[
            "org.apache.ws.security.cryptography",
            "proxy_ssl_certificate_key /etc/ssl/a.key;",
            "-Djavax.net.ssl.keyStorePassword=x",
            "javax.net.ssl.trustStore",
        ],
    },
];

fn search() -> Search {
    Search::new(&[], &Inventory::default())
}

fn id(topic: &Topic) -> String {
    match topic {
        Topic::Counterparty(id) | Topic::Dependency(id) => id.clone(),
        Topic::Use(kind) => kind.id().to_owned(),
    }
}

/// The topics of signs in a text; `@name: text` gives the file a name.
fn topics(search: &Search, text: &str) -> BTreeSet<String> {
    let named = text.strip_prefix('@').and_then(|text| text.split_once(": "));
    let (name, text) = named.unwrap_or(("a.conf", text));
    let path = format!("/fjordby/{name}");
    let location = Location::file(Path::new("/fjordby").into(), Path::new(&path).into());
    let said = |mention: Mention| match mention.said {
        Said::Sign(sign) => Some(id(&sign.topic)),
        _ => None,
    };
    search.look(&location, text.as_bytes()).into_iter().filter_map(said).collect()
}

#[test]
fn each_topic_has_what_shows_it_and_two_near_misses() {
    let named: BTreeSet<String> = CASES.iter().map(|case| case.topic.to_owned()).collect();
    let counterparties = CLUES.counterparties.iter().map(|one| one.id.clone());
    let dependencies = CLUES.dependencies.iter().map(|one| one.id.clone());
    let uses = UseKind::ALL.iter().map(|kind| kind.id().to_owned());
    assert_eq!(named, counterparties.chain(dependencies).chain(uses).collect());
    for case in CASES {
        assert!(!case.shows.is_empty() && case.near_misses.len() >= 2, "{}", case.topic);
    }
}

#[test]
fn what_shows_a_topic_is_found_and_a_near_miss_is_not() {
    let search = search();
    let mut wrong = Vec::new();
    for case in CASES {
        let shown = |text: &&&str| topics(&search, text).contains(case.topic);
        let missed = case.shows.iter().filter(|text| !shown(text)).map(|text| ("missed", case.topic, text));
        let mistaken = case.near_misses.iter().filter(shown).map(|text| ("mistaken", case.topic, text));
        wrong.extend(missed.chain(mistaken));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_whole_token_is_kept_and_no_value() {
    let location = Location::file(Path::new("/").into(), Path::new("/a.properties").into());
    let text = "a=1\noiosaml-sp.certificate.password=Hemmeligt1\nurl=https://prod.serviceplatformen.dk:443/x?y\n\
                org.apache.ws.security.crypto.merlin.keystore.password:Hemmeligt2\n";
    let found = search().look(&location, text.as_bytes());
    let signs: Vec<_> = found.iter().filter(|one| matches!(one.said, Said::Sign(_))).collect();
    let told: Vec<_> = signs.iter().map(|one| (one.line, &*one.token)).collect();
    assert_eq!(
        told,
        [
            (2, "oiosaml-sp.certificate.password"),
            (3, "prod.serviceplatformen.dk"),
            (4, "org.apache.ws.security.crypto.merlin.keystore.password"),
        ]
    );
}

/// What was found where, and what it cost.
#[derive(Default)]
struct Tour {
    files: u64,
    octets: u64,
    uses: u64,
    time: Duration,
    alarms: Vec<String>,
}

impl Tour {
    fn of(&mut self, search: &Search, directory: &Path) {
        let Ok(entries) = fs::read_dir(directory) else { return };
        for entry in entries.flatten() {
            let (path, kind) = (entry.path(), entry.file_type().unwrap());
            if kind.is_dir() {
                self.of(search, &path);
            } else if kind.is_file() && promises_text(entry.file_name().as_encoded_bytes()) {
                self.text(search, &path, entry.metadata().map_or(0, |data| data.len()));
            }
        }
    }

    fn text(&mut self, search: &Search, path: &Path, size: u64) {
        let Some(text) = (size <= MAX_TEXT as u64).then(|| fs::read(path).ok()).flatten() else { return };
        let head = &text[..text.len().min(8192)];
        if head.contains(&0) {
            return;
        }
        let location = Location::file(Path::new("/").into(), path.into());
        let start = Instant::now();
        let found = search.look(&location, &text);
        self.time += start.elapsed();
        (self.files, self.octets) = (self.files + 1, self.octets + text.len() as u64);
        for mention in found {
            match mention.said {
                Said::Sign(sign) if matches!(sign.topic, Topic::Use(_)) => self.uses += 1,
                Said::Sign(sign) => {
                    self.alarms.push(format!("{}:{}: {} ({})", path.display(), mention.line, mention.token, sign.text));
                }
                _ => {}
            }
        }
    }
}

#[test]
#[ignore = "reads this machine's own files"]
fn an_ordinary_machine_shows_no_counterparty_and_no_dependency() {
    let (search, mut tour) = (search(), Tour::default());
    for root in ["/etc", "/usr"] {
        tour.of(&search, Path::new(root));
    }
    let speed = u128::from(tour.octets) / tour.time.as_micros().max(1);
    eprintln!(
        "{} files, {} octets, {speed} MB/s by the clock on the wall, {} signs of uses",
        tour.files, tour.octets, tour.uses
    );
    assert!(tour.files > 0 && tour.alarms.is_empty(), "{:#?}", tour.alarms);
}
