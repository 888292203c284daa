"""100,000 certificate files: what a certificate server or a backup of `/etc/ssl` is.

60 % PEM, 25 % DER, 14 % text around PEM, 1 % stores; of these twenty bundles of
a thousand certificates and twenty JKS of five hundred.
"""

from trees.shapes import DISTINCT, certificate, pem
from trees.stores import jks, p12

LAYOUT = "3"
FILES = 100_000


def build(folder, scale):
    files = FILES // scale
    ders = [certificate(number) for number in range(DISTINCT)]
    pems = [pem(der) for der in ders]
    for number in range(files):
        place = folder / f"host{number // 10_000:02}" / f"service{number // 100 % 100:02}"
        if number % 100 == 0:
            place.mkdir(parents=True)
        pick, kind = number * 7919 % DISTINCT, number % 100
        if kind == 99:
            entry, content = store(number // 100, pick, ders, pems)
        elif kind < 60:
            entry, content = f"{number}.{('pem', 'crt')[kind % 2]}", pems[pick]
        elif kind < 85:
            entry, content = f"{number}.cer", ders[pick]
        else:
            entry = f"{number}.crt"
            content = f"# Server {number}\nsubject=/C=DK/CN=server {number}\n".encode() + pems[pick]
        (place / entry).write_bytes(content)
    return f"{files} files, {DISTINCT} distinct certificates"


def store(number, pick, ders, pems):
    """Every fiftieth is large."""
    sort, large = number % 10, number % 50
    count = {0: 500, 1: 1000}.get(large, 20)
    group = [(pick + step) % DISTINCT for step in range(count)]
    if sort == 0:
        return "trust.jks", jks([ders[at] for at in group])
    if sort == 2:
        return "store.p12", p12([ders[at] for at in group])
    return "bundle.pem", b"".join(pems[at] for at in group)
