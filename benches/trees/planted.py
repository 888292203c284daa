"""One line a format that certificates are planted in.

What the formats look like is in `texts.py` (text and encodings) and `boxes.py`
(archives, packages, mail, databases); the keystores are in `stores.py`.
"""

from collections import namedtuple

from trees import boxes, texts
from trees.shapes import certificate, noise, pem
from trees.stores import jks, locked_p12, p7, p12

PASSWORD = "Opfundet-mixed-kodeord"

Format = namedtuple("Format", "name place most needs make")


def ders(numbers):
    return [certificate(number) for number in numbers]


def plain(name, place, most, make):
    """A format that shows its certificates to whoever reads the file."""
    return Format(name, place, most, "", lambda numbers, at: make(ders(numbers), at))


def packed(name, place, make):
    """An archive of a PEM, a DER and a text file: what hides is in members."""
    return Format(name, place, 3, "archive", lambda numbers, at: make(boxes.members(ders(numbers), at), at))


def locked(name, place, modern):
    return Format(name, place, 1, "password",
                  lambda numbers, at: locked_p12(certificate(numbers[0]), PASSWORD, modern))


FORMATS = [
    plain("pem", "etc/ssl/app{app}/cert{at}.pem", 1, lambda all, at: pem(all[0])),
    plain("pem-chain", "etc/ssl/app{app}/chain{at}.crt", 5, lambda all, at: b"".join(map(pem, all))),
    plain("pem-text-before", "etc/ssl/app{app}/told{at}.pem", 2, texts.with_text),
    plain("pem-crlf", "srv/win{app}/cert{at}.cer", 2,
          lambda all, at: b"".join(map(pem, all)).replace(b"\n", b"\r\n")),
    plain("der", "etc/pki/app{app}/cert{at}.der", 1, lambda all, at: all[0]),
    plain("pkcs7-der", "srv/win{app}/chain{at}.p7b", 5, lambda all, at: p7(all)),
    plain("pkcs7-pem", "srv/win{app}/chain{at}.p7c", 5, lambda all, at: pem(p7(all), "PKCS7")),
    plain("jks", "opt/java{app}/conf/trust{at}.jks", 5, lambda all, at: jks(all)),
    plain("pkcs12", "opt/java{app}/conf/store{at}.p12", 3, lambda all, at: p12(all)),
    locked("pkcs12-3des", "opt/java{app}/conf/old{at}.p12", False),
    locked("pkcs12-aes", "opt/java{app}/conf/new{at}.pfx", True),
    plain("saml", "srv/idp{app}/metadata{at}.xml", 2, texts.saml),
    plain("json", "srv/api{app}/config{at}.json", 2, texts.json_base64),
    plain("json-pem", "srv/api{app}/secret{at}.json", 2, texts.json_pem),
    plain("yaml", "srv/api{app}/values{at}.yaml", 2, texts.yaml_block),
    plain("properties", "opt/java{app}/conf/app{at}.properties", 2, texts.properties),
    plain("kubernetes", "srv/k8s{app}/secret{at}.yaml", 2, texts.kubernetes),
    plain("ldif", "var/backups/ldap{app}/people{at}.ldif", 3, texts.ldif),
    plain("utf-16", "srv/win{app}/export{at}.txt", 2, texts.utf16),
    plain("hex", "srv/win{app}/dump{at}.txt", 1, texts.hexadecimal),
    plain("c-array", "home/dev{app}/src/cert{at}.h", 1, texts.c_array),
    plain("log", "var/log/app{app}/server{at}.log", 3, texts.log),
    plain("in-binary", "opt/firmware{app}/image{at}.bin", 2,
          lambda all, at: b"".join(noise(f"image{at}/{step}", 20_000 + step) + der for step, der in enumerate(all))
          + noise(f"end{at}", 9_000)),
    plain("sqlite", "home/user{app}/app{at}.sqlite", 3, boxes.sqlite),
    packed("zip", "srv/share{app}/export{at}.zip", boxes.zipped),
    packed("jar", "opt/java{app}/lib/client{at}.jar", boxes.jar),
    packed("tar", "var/backups/app{app}/old{at}.tar", boxes.tar),
    packed("tar.gz", "var/backups/app{app}/nightly{at}.tar.gz", boxes.tar_gz),
    packed("tar.xz", "var/backups/app{app}/weekly{at}.tar.xz", boxes.tar_xz),
    packed("deb", "var/cache/apt{app}/ca-opfundet_{at}_all.deb", boxes.deb),
    packed("eml", "var/mail/user{app}/letter{at}.eml", boxes.eml),
    packed("mbox", "var/mail/user{app}/box{at}.mbox", boxes.mbox),
]
