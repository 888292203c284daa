"""What holds other files: archives, packages, mail, a database.

`members` makes what lies in it: each certificate in another shape, and text
beside them. Times are fixed, so that the same is made each time.
"""

import base64
import gzip
import io
import lzma
import os
import sqlite3
import tarfile
import tempfile
import zipfile

from trees.shapes import base64_text, pem, words

DAY = (2023, 5, 7, 10, 0, 0)


def members(ders, at):
    """Name and content: PEM, DER and base64 in a configuration, by turns."""
    out = [("README.txt", f"{words(f'readme{at}', 200)}\n".encode())]
    for order, der in enumerate(ders):
        sort = (at // 32 + order) % 3
        name = f"conf/system{at}-{order}.{('pem', 'der', 'properties')[sort]}"
        out.append((name, (pem(der), der, f"name=system{at}\nkey={base64_text(der, 0)}\n".encode())[sort]))
    return [*out, ("data/table.csv", f"{words(f'csv{at}', 400)}\n".replace(" ", ";").encode())]


def zipped(entries, _at, first=()):
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [*first, *entries]:
            entry = zipfile.ZipInfo(name, DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return box.getvalue()


def jar(entries, at):
    return zipped(entries, at, [("META-INF/MANIFEST.MF", b"Manifest-Version: 1.0\r\nCreated-By: 17 (Opfundet)\r\n\r\n")])


def tar(entries, _at):
    box = io.BytesIO()
    with tarfile.open(fileobj=box, mode="w") as archive:
        for name, content in entries:
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime = len(content), 1683453600
            archive.addfile(entry, io.BytesIO(content))
    return box.getvalue()


def tar_gz(entries, at):
    return gzip.compress(tar(entries, at), mtime=1683453600)


def tar_xz(entries, at):
    return lzma.compress(tar(entries, at), preset=1)


def deb(entries, at):
    control = tar_gz([("./control", f"Package: ca-opfundet\nVersion: {at}\nArchitecture: all\n"
                                    "Maintainer: Ingen <ingen@fjordby.example>\nDescription: invented\n".encode())], at)
    out = b"!<arch>\n"
    inside = tar_xz([(f"./etc/{name}", content) for name, content in entries], at)
    for name, content in (("debian-binary", b"2.0\n"), ("control.tar.gz", control), ("data.tar.xz", inside)):
        out += f"{name:<16}{'1683453600':<12}{0:<6}{0:<6}{'100644':<8}{len(content):<10}`\n".encode() + content
        out += b"\n" * (len(content) % 2)
    return out


def eml(entries, at):
    """A letter with the files attached."""
    parts = "".join(
        f'--skel{at}\r\nContent-Type: application/octet-stream; name="{os.path.basename(name)}"\r\n'
        f"Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment\r\n\r\n"
        f"{base64_text(content, 76, chr(13) + chr(10))}\r\n" for name, content in entries[1:])
    return (f"From: Afsender {at} <afsender{at}@fjordby.example>\r\nTo: Modtager <modtager@fjordby.example>\r\n"
            f"Date: Sun, 07 May 2023 10:00:00 +0200\r\nSubject: certifikat {at}\r\nMIME-Version: 1.0\r\n"
            f'Content-Type: multipart/mixed; boundary="skel{at}"\r\n\r\n--skel{at}\r\n'
            f"Content-Type: text/plain; charset=utf-8\r\n\r\n{words(f'letter{at}', 80)}\r\n{parts}--skel{at}--\r\n"
            ).encode()


def mbox(entries, at):
    """Two letters without attachments, and one with."""
    plain = "".join(f"From afsender@fjordby.example Sun May  7 10:0{turn}:00 2023\nSubject: intet {turn}\n\n"
                    f"{words(f'mbox{at}/{turn}', 120)}\n\n" for turn in range(2)).encode()
    return (plain + b"From afsender@fjordby.example Sun May  7 11:00:00 2023\n"
            + eml(entries, at).replace(b"\r\n", b"\n") + b"\n")


def sqlite(ders, at):
    """Two columns: the octets, and the same as base64 of PEM would be copied by hand."""
    handle, path = tempfile.mkstemp(suffix=".sqlite")
    os.close(handle)
    try:
        base = sqlite3.connect(path)
        base.execute("CREATE TABLE peer (id INTEGER PRIMARY KEY, name TEXT, certificate BLOB, note TEXT)")
        for order, der in enumerate(ders):
            base.execute("INSERT INTO peer (name, certificate, note) VALUES (?, ?, ?)",
                         (f"system {at}", base64.b64encode(der).decode() if (at + order) % 2 else der, words(f"{at}", 30)))
        base.commit()
        base.close()
        with open(path, "rb") as file:
            return file.read()
    finally:
        os.unlink(path)
