"""Certificates in text: base64 in every notation, hexadecimal, UTF-16, logs.

Every function takes the certificates in DER and the number of the file, which
makes its text another one.
"""

import json

from trees.shapes import base64_text, pem, words


def with_text(ders, at):
    return b"".join(f"Bag Attributes\n    friendlyName: system {at}\nsubject=/C=DK/O=Opfundet {at}/CN=system {at}\n"
                    f"# {words(f'before{at}', 20)}\n".encode() + pem(der) for der in ders)


def saml(ders, at):
    keys = "".join(
        '    <md:KeyDescriptor use="signing">\n      <ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">\n'
        f"        <ds:X509Data>\n          <ds:X509Certificate>\n{base64_text(der, 76)}\n"
        "          </ds:X509Certificate>\n        </ds:X509Data>\n      </ds:KeyInfo>\n    </md:KeyDescriptor>\n"
        for der in ders)
    return (f'<?xml version="1.0" encoding="UTF-8"?>\n<md:EntityDescriptor entityID="https://idp{at}.fjordby.example" '
            'xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata">\n  <md:IDPSSODescriptor>\n'
            f"{keys}  </md:IDPSSODescriptor>\n</md:EntityDescriptor>\n").encode()


def json_base64(ders, at):
    return json.dumps({"service": f"system {at}", "note": words(f"json{at}", 60),
                       "certificates": [base64_text(der, 0) for der in ders]}, indent=2).encode()


def json_pem(ders, at):
    """The line breaks are escapes."""
    return json.dumps({"name": f"system {at}", "chain": [pem(der).decode() for der in ders]}).encode()


def yaml_block(ders, at):
    """Indented, as a block scalar."""
    blocks = []
    for order, der in enumerate(ders):
        lines = "".join(f"      {line}\n" for line in pem(der).decode().splitlines())
        blocks.append(f"  - name: peer{order}\n    certificate: |\n{lines}")
    return f"# {words(f'yaml{at}', 30)}\nservice: system{at}\npeers:\n{''.join(blocks)}".encode()


def properties(ders, at):
    lines = [f"# {words(f'properties{at}', 40)}", f"service.name=system{at}"]
    lines += [f"service.certificate.{order}={base64_text(der, 0)}" for order, der in enumerate(ders)]
    return "\n".join([*lines, "service.timeout=30", ""]).encode()


def kubernetes(ders, at):
    """Base64 of PEM."""
    data = "".join(f"  tls{order}.crt: {base64_text(pem(der), 0)}\n" for order, der in enumerate(ders))
    return (f"apiVersion: v1\nkind: Secret\nmetadata:\n  name: system{at}\ntype: kubernetes.io/tls\n"
            f"data:\n{data}").encode()


def ldif(ders, at):
    """Folded after 76 columns, the rest begins with a blank."""
    entries = []
    for order, der in enumerate(ders):
        text = f"userCertificate;binary:: {base64_text(der, 0)}"
        folded = "\n ".join([text[:76], *(text[start:start + 75] for start in range(76, len(text), 75))])
        entries.append(f"dn: cn=person {at}-{order},o=Opfundet,c=DK\nobjectClass: inetOrgPerson\n{folded}\n")
    return "\n".join(["version: 1\n", *entries]).encode()


def utf16(ders, at):
    text = f"{words(f'utf{at}', 30)}\r\n" + "".join(pem(der).decode() for der in ders).replace("\n", "\r\n")
    return b"\xff\xfe" + text.encode("utf-16-le")


def hexadecimal(ders, at):
    text = ders[0].hex()
    lines = "\n".join(text[start:start + 64] for start in range(0, len(text), 64))
    return f"{words(f'hex{at}', 20)}\n\n{lines}\n".encode()


def c_array(ders, at):
    octets = [f"0x{octet:02x}" for octet in ders[0]]
    lines = ",\n  ".join(", ".join(octets[start:start + 12]) for start in range(0, len(octets), 12))
    return (f"/* {words(f'array{at}', 20)} */\nstatic const unsigned char certificate_{at}[] = {{\n  {lines}\n}};\n"
            ).encode()


def log(ders, at):
    """Some hundred kilobytes of messages with the certificates among them."""
    out = []
    for order, der in enumerate(ders):
        for line in range(600):
            out.append(f"2023-0{order + 1}-07T{line // 60:02}:{line % 60:02}:00Z INFO [{at}] "
                       f"{words(f'log{at % 40}/{line}', 9)}\n")
        out.append(f"2023-0{order + 1}-07T10:00:00Z DEBUG peer certificate\n{pem(der).decode()}")
    return "".join(out).encode()
