"""Damaged copies of the stores in `testdata/`: the same ones in every run.

A mutant is made by a seed, a store and one to three changes: bits, octets,
blocks, lengths, the forms of BER, lines of PEM. Names tell what was done:
`0042-java-default.p12-flip+cut`.
"""

import base64
import random
import re
from pathlib import Path

# What openssl and cryptography are asked about; stores of a million iterations
# would cost minutes and tell nothing.
SLOW = ("iterations",)
LARGEST = 40_000


def bases(root):
    """Name, octets and kind of every store that is damaged."""
    data = root / "testdata"
    found = []
    for folder, kinds in ((data / "containers/pkcs12", "p12"), (data / "containers/pkcs7", "p7"), (data / "corpus", "")):
        for path in sorted(folder.iterdir()):
            kind = {".p12": "p12", ".pfx": "p12", ".p7b": "p7", ".p7s": "p7", ".p7c": "p7"}.get(path.suffix)
            if kind and path.stat().st_size <= LARGEST and not any(word in path.name for word in SLOW):
                found.append((path.name, path.read_bytes(), kind))
    pems = [path.read_bytes() for path in sorted((data / "certificates").glob("*.pem"))]
    for at in range(0, 12, 3):
        found.append((f"bundle-{at}.pem", b"subject=one of three\n" + b"".join(pems[at:at + 3]), "pem"))
        found.append((f"one-{at}.cer", der_of(pems[at]), "der"))
        found.append((f"crlf-{at}.pem", b"".join(pems[at:at + 2]).replace(b"\n", b"\r\n"), "pem"))
    for path in sorted((data / "containers/pkcs7").glob("*.p7b"))[:6]:
        text = base64.encodebytes(path.read_bytes()).decode()
        text = f"-----BEGIN PKCS7-----\n{text}-----END PKCS7-----\n"
        found.append((f"{path.stem}.p7.pem", text.encode(), "p7pem"))
    return found


def der_of(pem):
    return base64.b64decode(re.search(b"-----BEGIN CERTIFICATE-----(.*?)-----END", pem, re.S).group(1))


def make(root, folder, count, seed):
    """Writes so many mutants; gives their kinds by file name. Every store is there unharmed too."""
    folder.mkdir(parents=True, exist_ok=True)
    kinds, all_ = {}, bases(root)
    for name, octets, kind in all_:
        kinds[f"whole-{name}"] = (kind, name)
        (folder / f"whole-{name}").write_bytes(octets)
    for number in range(count):
        name, octets, kind = all_[number % len(all_)]
        chance = random.Random(f"{seed} {number}")
        octets, done = mutant(octets, kind, chance)
        told = f"{number:05}-{name}-{'+'.join(done)}"
        kinds[told] = (kind, name)
        (folder / told).write_bytes(octets)
    return kinds


def mutant(octets, kind, chance):
    done = []
    changes = PEM if "pem" in kind else DER
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        change = chance.choice(changes)
        octets = change(octets, chance)
        done.append(change.__name__)
    return octets, done


# Changes of any octets.


def flip(octets, chance):
    octets = bytearray(octets)
    for _ in range(chance.choice((1, 1, 4))):
        octets[chance.randrange(len(octets))] ^= 1 << chance.randrange(8)
    return bytes(octets)


def put(octets, chance):
    octets = bytearray(octets)
    octets[chance.randrange(len(octets))] = chance.choice((0, 1, 0x30, 0x7f, 0x80, 0x81, 0xff))
    return bytes(octets)


def cut(octets, chance):
    return octets[:chance.choice((chance.randrange(1, len(octets)), len(octets) - chance.randrange(1, 9)))] or octets


def swap(octets, chance):
    size = chance.randrange(1, max(2, len(octets) // 8))
    one, other = sorted(chance.randrange(max(1, len(octets) - size)) for _ in range(2))
    if one + size > other:
        return octets
    return octets[:one] + octets[other:other + size] + octets[one + size:other] + octets[one:one + size] + octets[other + size:]


def drop(octets, chance):
    at, size = chance.randrange(len(octets)), chance.choice((1, 2, 16, 200))
    return octets[:at] + octets[at + size:] or octets


def double(octets, chance):
    at, size = chance.randrange(len(octets)), chance.choice((1, 2, 16, 200))
    return octets[:at + size] + octets[at:]


def trail(octets, chance):
    return octets + chance.choice((b"\0", b"\n", b"\0" * 512, chance.randbytes(40), octets[:50]))


# Changes of ASN.1 as such.


def elements(octets, begin=0, end=None, depth=0):
    """Every element: where it begins, where its content does, where it ends."""
    end = len(octets) if end is None else end
    while begin + 2 <= end:
        size, first = 2, octets[begin + 1]
        if octets[begin] & 0x1f == 0x1f or first == 0x80 or first > 0x84:
            return
        if first > 0x80:
            size += first & 0x7f
        length = int.from_bytes(octets[begin + 2:begin + size], "big") if first > 0x80 else first
        stop = begin + size + length
        if stop > end:
            return
        yield begin, begin + size, stop
        if octets[begin] & 0x20 and depth < 30:
            yield from elements(octets, begin + size, stop, depth + 1)
        begin = stop


def length_of(size, long=0):
    if size < 0x80 and not long:
        return bytes([size])
    digits = size.to_bytes(max(1, (size.bit_length() + 7) // 8) + max(0, long - 1), "big")
    return bytes([0x80 | len(digits)]) + digits


def relength(octets, chance):
    """One length that is not that of its content."""
    begin, content, stop = chance.choice(list(elements(octets)) or [(0, 2, 2)])
    size = max(0, stop - content + chance.choice((-1, 1, 2, -2, 100, 65536)))
    return octets[:begin + 1] + length_of(size) + octets[content:]


def longer(octets, chance):
    """The same lengths in more octets than needed, all around them changed with them."""
    return rewrite(octets, lambda tag, body: bytes([tag]) + length_of(len(body), chance.choice((0, 0, 1, 2))) + body)


def indefinite(octets, chance):
    """Some constructed elements without a length."""
    often = chance.random()

    def one(tag, body):
        if tag & 0x20 and chance.random() < often:
            return bytes([tag, 0x80]) + body + b"\0\0"
        return bytes([tag]) + length_of(len(body)) + body
    return rewrite(octets, one)


def segments(octets, chance):
    """Octet strings in pieces; those inside certificates stay as they are."""
    size = chance.choice((1, 100, 1000))

    def one(tag, body):
        if tag in (0x04, 0x80) and len(body) > 30:
            pieces = [body[at:at + max(size, len(body) // 50)] for at in range(0, len(body), max(size, len(body) // 50))]
            inner = b"".join(b"\4" + length_of(len(piece)) + piece for piece in pieces)
            if chance.random() < 0.5:
                return bytes([tag | 0x20, 0x80]) + inner + b"\0\0"
            return bytes([tag | 0x20]) + length_of(len(inner)) + inner
        return bytes([tag]) + length_of(len(body)) + body
    return rewrite(octets, one)


def rewrite(octets, one, depth=0):
    """Every element anew, innermost first; certificates are left alone, for openssl writes those anew itself."""
    out, at = b"", 0
    for begin, content, stop in elements(octets):
        if begin < at:
            continue
        body = octets[content:stop]
        if is_certificate(body) and depth:
            out += octets[begin:stop]
        else:
            inner = rewrite(body, one, depth + 1) if octets[begin] & 0x20 and depth < 30 else body
            out += one(octets[begin], inner)
        at = stop
    return out + octets[at:]


def is_certificate(body):
    return re.match(rb"\x30(\x82..|\x81.|.)\xa0\x03\x02\x01\x02", body, re.S) is not None


# Changes of text.


def lines(octets, chance):
    text = octets.splitlines(keepends=True)
    at = chance.randrange(len(text))
    how = chance.randrange(6)
    if how == 0:
        text.insert(at, chance.choice((b"\n", b" \n", b"# note\n", b"\xef\xbb\xbf")))
    elif how == 1:
        del text[at]
    elif how == 2:
        text[at] = text[at].rstrip() + chance.choice((b" \n", b"\t\n", b"\r\n", b"\r", b""))
    elif how == 3:
        text[at] = chance.choice((b" ", b"  ", b"\t", b"> ", b"\xc2\xa0")) + text[at]
    elif how == 4:
        text[at] = text[at][:30] + b"\n" + text[at][30:]
    else:
        text.insert(at, chance.choice(text))
    return b"".join(text)


def wrap(octets, chance):
    width = chance.choice((1, 3, 63, 65, 76, 10_000))

    def body(found):
        inner = b"".join(found.group(2).split())
        parts = [inner[at:at + width] for at in range(0, len(inner), width)]
        return found.group(1) + b"\n" + b"\n".join(parts) + b"\n" + found.group(3)
    return re.sub(rb"(-----BEGIN [A-Z0-9 ]+-----)(.*?)(-----END )", body, octets, flags=re.S)


def label(octets, chance):
    new = chance.choice((b"X509 CERTIFICATE", b"TRUSTED CERTIFICATE", b"certificate", b"PKCS7", b"CERTIFICATE ", b"CMS"))
    return re.sub(rb"CERTIFICATE|PKCS7", lambda found: new if chance.random() < 0.5 else found.group(), octets)


DER = (flip, flip, put, cut, swap, drop, double, trail, relength, longer, indefinite, segments)
PEM = (flip, put, cut, swap, drop, double, trail, lines, lines, lines, wrap, label)
