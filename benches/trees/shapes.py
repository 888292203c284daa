"""Certificates of the shape and size of real ones, in DER and PEM.

Here live the DER and the authorities; stores are in `stores.py`. Nobody signed
these certificates: their keys and signatures are noise, which no contender
looks at. The same number is the same certificate on every machine.
"""

import base64
import functools
import hashlib

DISTINCT = 4000
"""How many certificates a tree knows: too many for a cache to flatter anybody."""


def tlv(tag, *parts):
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def oid(dotted):
    arcs = [int(arc) for arc in dotted.split(".")]
    out = bytearray([arcs[0] * 40 + arcs[1]])
    for arc in arcs[2:]:
        septets = [arc & 0x7F]
        while arc := arc >> 7:
            septets.append(0x80 | arc & 0x7F)
        out += bytes(reversed(septets))
    return tlv(0x06, bytes(out))


def attribute(dotted, text):
    """A country is a PrintableString, everything else a UTF8String."""
    return tlv(0x30, oid(dotted), tlv(0x13 if dotted == C else 0x0C, text.encode()))


def name(*rdns):
    return tlv(0x30, *(tlv(0x31, *sorted(rdn)) for rdn in rdns))


def noise(seed, size):
    """Bytes that no compressor likes, the same on every machine."""
    return b"".join(hashlib.sha512(f"{seed}/{at}".encode()).digest() for at in range(size // 64 + 1))[:size]


C, O, OU, CN, SERIAL = "2.5.4.6", "2.5.4.10", "2.5.4.11", "2.5.4.3", "2.5.4.5"
OCES2 = name([attribute(C, "DK")], [attribute(O, "TRUST2408")], [attribute(CN, "TRUST2408 OCES CA IV")])
OCES3 = name([attribute(CN, "Den Danske Stat OCES udstedende-CA 1")],
             [attribute(O, "Den Danske Stat")], [attribute(C, "DK")])
# The key identifiers of the two authorities above: without them every
# certificate would be a look-alike, which is another road through the program.
KEYS = {OCES2: "5cbb7562163299aa36a0b89afb6fa70c5ff00ad5", OCES3: "4c01e2ca73bcc3be380a383d36b05c749c7b97b9"}
OTHERS = [name([attribute(C, "US")], [attribute(O, f"Invented Trust {n}")], [attribute(CN, f"Issuing CA {n}")])
          for n in range(40)]


def is_oces(number):
    """A fifth of them."""
    return number % 10 < 2


@functools.lru_cache(maxsize=DISTINCT)
def certificate(number):
    """The certificate of that number: a fifth are OCES, half of those OCES II."""
    issuer = (OCES2, OCES3)[number % 2] if is_oces(number) else OTHERS[number % 40]
    who = [attribute(CN, f"system {number} (funktionscertifikat)"),
           attribute(SERIAL, f"CVR:{10000000 + number}-FID:{20000000 + number}")]
    authority = bytes.fromhex(KEYS[issuer]) if issuer in KEYS else noise(f"aki{number % 40}", 20)
    subject = name([attribute(C, "DK")], [attribute(O, f"Opfundet Kommune {number} // CVR:{10000000 + number}")], who)
    bits = (2048, 3072, 4096)[number % 3]
    modulus = bytes([0, 0xC1]) + noise(f"n{number}", bits // 8 - 2) + b"\x01"
    key = tlv(0x30, tlv(0x30, oid("1.2.840.113549.1.1.1"), tlv(0x05)),
              tlv(0x03, b"\0", tlv(0x30, tlv(0x02, modulus), tlv(0x02, b"\1\0\1"))))
    algorithm = tlv(0x30, oid("1.2.840.113549.1.1.11"), tlv(0x05))
    extensions = tlv(0xA3, tlv(
        0x30,
        tlv(0x30, oid("2.5.29.15"), tlv(0x01, b"\xff"), tlv(0x04, tlv(0x03, b"\x05\xa0"))),
        tlv(0x30, oid("2.5.29.35"), tlv(0x04, tlv(0x30, tlv(0x80, authority)))),
        tlv(0x30, oid("2.5.29.14"), tlv(0x04, tlv(0x04, noise(f"ski{number}", 20)))),
    ))
    validity = tlv(0x30, tlv(0x17, b"210601000000Z"), tlv(0x17, b"240601000000Z"))
    body = tlv(0x30, tlv(0xA0, tlv(0x02, b"\2")), tlv(0x02, b"\x5d" + noise(f"s{number}", 7)),
               algorithm, issuer, validity, subject, key, extensions)
    return tlv(0x30, body, algorithm, tlv(0x03, b"\0", noise(f"sig{number}", 256)))


def base64_text(data, width=64, end="\n"):
    """Base64 in lines; a width of 0 is one line."""
    text = base64.b64encode(data).decode()
    return end.join(text[at:at + width] for at in range(0, len(text), width)) if width else text


def pem(der, label="CERTIFICATE"):
    return f"-----BEGIN {label}-----\n{base64_text(der)}\n-----END {label}-----\n".encode()


def words(seed, count):
    """Text that means nothing."""
    syllables = ("ka", "re", "lo", "mi", "su", "ten", "vor", "da", "ny", "sti", "ger", "um")
    octets = noise(seed, count * 3)
    return " ".join("".join(syllables[octets[at * 3 + step] % 12] for step in range(octets[at * 3] % 3 + 1))
                    for at in range(count))
