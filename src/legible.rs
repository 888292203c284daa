//! Which names promise text that people configure, program or deploy with: the
//! files that may name a certificate, a keystore or a counterparty.
//!
//! Reads nothing: whether the content is text after all is told elsewhere.
//!
//! Behaviour
//! 1. Only the last component counts, in any case of letters.
//! 2. What copies append (`.dist`, `.example`, `.j2`) is looked through.
//! 3. A name without an ending counts: `sites-available/shop`, `Dockerfile`,
//!    `default/tomcat9`.
//! 4. What build tools put into every Java archive does not count.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Endings of configuration, source code, scripts and pages.
const ENDINGS: &str = "acl asax ascx ashx asmx asp aspx atmx bash bat bicep bpobject bpprocess bprelease c cc cf cfg cjs cls cmd cnf \
    conf config container cpp cron cs cshtml csproj css cts cxx ddf dtsx env fish fs go gradle groovy hbs hcl htm \
    html inc include inf ini isml java jinja jinja2 js json json5 jsonc jsp jspx jsx ksh kt kts list lua map mjs \
    mount mts nft nix nuspec ovpn pas php phtml pl pm policy pp prop properties props ps1 psd1 psm1 pubxml py \
    razor rb rdf reg repo resx robot rs rules scala service settings sh site sitemap socket sql sqlproj svc swift \
    targets task tf tfvars timer toml ts tsx txt url user vb vbhtml vbs vcl vhost wsdl wsf xaml xhtml xml xsd xsl \
    xslt yaml yml zsh";

/// The endings, one by one.
static SET: LazyLock<HashSet<&'static str>> = LazyLock::new(|| ENDINGS.split_whitespace().collect());

fn is_ending(ending: &str) -> bool {
    SET.contains(ending)
}

/// Endings that stand for nothing of their own.
const APPENDED: &[&str] = &["dist", "example", "sample", "template", "tmpl", "tpl", "j2", "erb", "in", "local"];

/// Folders of Java archives that tell how they were built.
const BUILD_FOLDERS: &[&[u8]] = &[b"META-INF/maven/", b"META-INF/services/", b"META-INF/licenses/"];

/// Whether a name with an ending promises such text: what is compressed is
/// mostly documentation, and only an ending tells otherwise.
pub fn ending_promises_text(name: &[u8]) -> bool {
    let start = memchr::memrchr(b'/', name).map_or(0, |at| at + 1);
    name.get(start..).is_some_and(|last| last.contains(&b'.')) && promises_text(name)
}

/// Whether a file or a member of an archive promises such text.
pub fn promises_text(name: &[u8]) -> bool {
    let start = memchr::memrchr2(b'/', b'\\', name).map_or(0, |at| at + 1);
    if start > 0 && BUILD_FOLDERS.iter().any(|folder| memchr::memmem::find(name, folder).is_some()) {
        return false;
    }
    let Some(last) = name.get(start..).and_then(|last| std::str::from_utf8(last).ok()) else { return false };
    let last = last.to_ascii_lowercase();
    // Lists of what other programs pass by name what nobody uses.
    if last.is_empty() || last == "manifest.mf" || last.ends_with("ignore") || last == ".gitattributes" {
        return false;
    }
    let bare = APPENDED.iter().find_map(|end| last.strip_suffix(end)?.strip_suffix('.')).unwrap_or(&last);
    match bare.trim_start_matches('.').rsplit_once('.') {
        None => true,
        // `Dockerfile.prod`, `.env.production`, `appsettings.Test.json`.
        Some((stem, ending)) => is_ending(ending) || stem == "env" || matches!(stem, "dockerfile" | "containerfile"),
    }
}

/// Endings of keystores that configuration names.
const STORES: [&[u8]; 9] = [b"bks", b"jceks", b"jks", b"keystore", b"ks", b"p12", b"pfx", b"pkcs12", b"truststore"];

/// Whether a file tells something by its name alone: that a keystore which a
/// text names is there, or that what lies around it is a host's.
pub fn is_signpost(path: &[u8]) -> bool {
    let dot = memchr::memrchr2(b'/', b'.', path).filter(|at| path.get(*at) == Some(&b'.'));
    let ending = dot.and_then(|dot| path.get(dot + 1..)).unwrap_or_default();
    STORES.iter().any(|store| ending.eq_ignore_ascii_case(store)) || path.ends_with(b"/etc/hostname")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_text_are_known() {
        for name in [
            "server.xml",
            "sites-available/shop",
            "Dockerfile",
            "Dockerfile.prod",
            ".env",
            ".env.production",
            "appsettings.Test.json",
            "WEB-INF\\web.xml",
            "a/b/NGINX.CONF",
            "haproxy.cfg.j2",
            "oiosaml-sp.properties",
            "etc/hostname",
            "run.ps1",
            "tomcat.service",
            "hosts",
        ] {
            assert!(promises_text(name.as_bytes()), "{name}");
        }
        for name in [
            "a.jar",
            "a.so",
            "libx.so.1",
            "keystore.jks",
            "a.png",
            "A.class",
            "META-INF/maven/a/pom.xml",
            "x.gz",
            "META-INF/MANIFEST.MF",
            ".gitignore",
            ".dockerignore",
            "",
            "dir/",
        ] {
            assert!(!promises_text(name.as_bytes()), "{name}");
        }
    }
}
