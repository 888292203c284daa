"""Writes certificates as the octets and the text that hide them in other text:
hexadecimal, arrays, escapes, URL encoding. `python3 testdata/make/text.py`."""
import base64, json, pathlib, re, urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent
OUT = ROOT / "hidden" / "text"
NAMES = [f"ii-voces-ca-{at}" for at in (1, 2, 3)]
ROWS = []


def der_of(name):
    return base64.b64decode("".join((ROOT / "certificates" / f"{name}.pem").read_text().splitlines()[1:-1]))


DERS = [der_of(name) for name in NAMES]
A, B, C = DERS
P12 = (ROOT / "corpus" / "p12-all-clear.p12").read_bytes()
P7 = (ROOT / "corpus" / "p7b-der.p7b").read_bytes()


def put(file, text, *rows, encoding="utf-8"):
    """`rows` are (what, format) or (what, way, format); none is a file that holds nothing."""
    data = text if isinstance(text, bytes) else text.encode(encoding)
    (OUT / file).write_bytes(data)
    for row in rows or [("-", "-", "-")]:
        what, way, form = row if len(row) == 3 else (row[0], "-", row[1])
        ROWS.append([file, what, way, form, "-", "-" if what[0] in "!-" else "no"])


def one(file, text, form="hex", way="-", **more):
    put(file, text, (NAMES[0], way, form), **more)


def cut(text, width):
    return [text[at:at + width] for at in range(0, len(text), width)]


def apart(data, between, upper=False):
    text = data.hex(between)
    return text.upper() if upper else text


def rows_of(data, form, width, between, end="\n"):
    """An array: `width` numbers a line."""
    numbers = [form(octet) for octet in data]
    return (between.rstrip(" ") + end).join("    " + between.join(line) for line in cut(numbers, width)) + end


def mixed(text):
    return "".join(letter.upper() if at % 3 else letter for at, letter in enumerate(text))


def signed(octet):
    return str(octet - 256 if octet > 127 else octet)


def hexadecimal():
    one("one-line.txt", A.hex())
    one("one-line-upper.txt", "cert=" + A.hex().upper() + "\r\n")
    one("mixed.txt", "<hex>" + mixed(A.hex()) + "</hex>\n")
    one("sqlserver.sql", f"INSERT INTO dbo.Certs VALUES (1, N'voces', 0x{A.hex().upper()}, NULL, 12)\n")
    one("ssms-utf16.sql", f"\ufeffINSERT [dbo].[Certs] VALUES (1, 0x{A.hex().upper()}, 7)\r\nGO\r\n", way="utf-16:",
        encoding="utf-16-le")
    one("ssms-utf16be.sql", f"\ufeffINSERT [dbo].[Certs] VALUES (1, 0x{A.hex().upper()}, 7)\r\nGO\r\n", way="utf-16:",
        encoding="utf-16-be")
    put("mysql.sql", f"INSERT INTO `c` VALUES (1,X'{A.hex().upper()}','x'),(2,0x{B.hex()},NULL),(3,_binary x'{C.hex()}');",
        *((name, "hex") for name in NAMES))
    one("postgresql.sql", "COPY c (id, der) FROM stdin;\n1\t\\\\x" + A.hex() + "\tx\n\\.\n")
    one("postgresql-insert.sql", f"INSERT INTO c VALUES (1, '\\x{A.hex()}');\n")
    one("oracle.sql", "UPDATE c SET d = " + " || ".join(f"HEXTORAW('{part}')" for part in cut(A.hex().upper(), 1000)) + ";\n")
    one("oracle-lob.sql", "VALUES (" + "\n || ".join(f"TO_BLOB(HEXTORAW('{part}'))" for part in cut(A.hex(), 400)) + ");\n")
    one("xxd-plain.txt", "\n".join(cut(A.hex(), 60)) + "\n")
    one("odd-width.txt", "\n".join(cut(A.hex(), 61)) + "\n")
    one("indented.xml", "<c>\r\n" + "".join(f"\t\t{line}\r\n" for line in cut(A.hex().upper(), 64)) + "</c>")
    one("quoted.c", "char *c =\n" + "\n".join(f'  "{line}"' for line in cut(A.hex(), 64)) + ";\n")
    one("colons.txt", "cert:\n" + ":\n".join("    " + ":".join(line) for line in cut(A.hex(":").split(":"), 15)) + "\n")
    one("colons-upper.json", json.dumps({"certificate": apart(A, ":", True)}))
    one("dashes.log", "RawData: " + apart(A, "-", True) + "\r\n")
    one("spaces.txt", "Raw: " + apart(A, " ", True) + "\n")
    one("commas.csv", "1;" + apart(A, ",") + ";x\n")
    put("two-spaces.txt", apart(A, " ") + "\n\n" + apart(B, " ") + "\n", *((name, "hex") for name in NAMES[:2]))


def dumps():
    def gutter(part):
        return "".join(chr(octet) if 0x20 <= octet < 0x7f else "." for octet in part)
    rows = list(enumerate(cut(A, 16)))
    one("xxd.txt", "".join(f"{at * 16:08x}: {part.hex(' ', -2):39}  {gutter(part)}\n" for at, part in rows))
    one("hexdump.txt", "".join(
        f"{at * 16:08x}  {part[:8].hex(' '):23}  {part[8:].hex(' '):23}  |{gutter(part)}|\n" for at, part in rows))
    one("od.txt", "".join(f"{at * 16:07o} {part.hex(' ')}\n" for at, part in rows))
    one("certutil.txt", "".join(f"    {at * 16:04x}  {part[:8].hex(' '):23}  {part[8:].hex(' '):23}   {gutter(part)}\r\n"
                                for at, part in rows))
    stream = b"GET / HTTP" + A + b"0 82 and what follows"
    one("capture.txt", "".join(f"{at * 16:08x}: {part.hex(' ', -2):39}  {gutter(part)}\n"
                               for at, part in enumerate(cut(stream, 16))))


def registry():
    def reg(data, name, newline="\r\n"):
        octets, lines, line = [f"{octet:02x}" for octet in data], [], f'"{name}"=hex:'
        for octet in octets:
            if len(line) > 75:
                lines.append(line + "\\")
                line = "  "
            line += octet + ","
        text = newline.join([*lines, line.rstrip(",")])
        return f"Windows Registry Editor Version 5.00{newline}{newline}[HKEY_LOCAL_MACHINE\\SOFTWARE\\X]{newline}{text}{newline}"
    blob = b"\3\0\0\0\1\0\0\0\x14\0\0\0" + bytes(range(20)) + b"\x20\0\0\0\1\0\0\0" + len(A).to_bytes(4, "little") + A
    one("ansi.reg", reg(blob, "Blob"))
    one("utf16.reg", "\ufeff" + reg(blob, "Blob"), way="utf-16:", encoding="utf-16-le")
    for at in range(3):
        one(f"broken-after-first-{at}.reg", reg(blob + b"\0" * 9, "B" * (5 + at)))


def arrays():
    def hex_number(octet): return f"0x{octet:02x}"
    def cast(octet): return f"(byte) 0x{octet:02X}" if octet > 127 else f"0x{octet:02X}"
    def each(octet): return f"(byte)0x{octet:02x}"
    for width in (8, 11, 12, 15, 16):
        one(f"c-{width}.c", "unsigned char der[] = {\n" + rows_of(A, hex_number, width, ", ") + "};\n", "bytes")
    one("csharp.cs", "byte[] cert = new byte[] { " + ", ".join(f"0x{octet:02X}" for octet in A) + " };\n", "bytes")
    one("csharp-tight.cs", "byte[] cert = {" + ",".join(f"0x{octet:02X}" for octet in A) + "};", "bytes")
    one("short.js", "const der = new Uint8Array([" + ",".join(f"0x{octet:x}" for octet in A) + "])\n", "bytes")
    one("cast.java", "byte[] c = {\n" + rows_of(A, cast, 10, ", ", "\r\n") + "};\n", "bytes")
    one("cast-each.java", "byte[] c = {\n" + rows_of(A, each, 7, ", ") + "};\n", "bytes")
    one("signed.java", "byte[] c = {\n" + rows_of(A, signed, 20, ", ") + "};\n", "bytes")
    one("arrays-tostring.log", "cert=[" + ", ".join(signed(octet) for octet in A) + "]\n", "bytes")
    one("signed-tight.json", json.dumps({"c": [int(signed(octet)) for octet in A]}, separators=(",", ":")), "bytes")
    one("powershell.ps1", "[byte[]]$c = 0x" + ",0x".join(f"{octet:02x}" for octet in A) + "\r\n", "bytes")
    one("powershell-decimal.ps1", "$c = [byte[]](" + ",".join(map(str, A)) + ")\r\n", "bytes")
    one("powershell-string.txt", "RawData : " + " ".join(map(str, A)) + "\r\n", "bytes")
    one("powershell-lines.txt", "\ufeff" + "".join(f"{octet}\r\n" for octet in A), "bytes", "utf-16:", encoding="utf-16-le")
    one("lines.txt", "".join(f"{octet}\n" for octet in A), "bytes")
    one("buffer.json", json.dumps({"type": "Buffer", "data": list(A)}), "bytes")
    one("indented.json", json.dumps({"data": list(A)}, indent=4), "bytes")
    one("list.py", "cert = bytes(" + str(list(A)) + ")\n", "bytes")
    one("go.go", "var c = []byte{\n" + rows_of(A, hex_number, 12, ", ").rstrip("\n") + ",\n}\n", "bytes")
    one("fsharp.fs", "let c = [| " + "; ".join(f"0x{octet:02X}uy" for octet in A) + " |]\n", "bytes")
    one("kotlin.kt", "val c = byteArrayOf(" + ", ".join(f"0x{octet:02x}.toByte()" for octet in A) + ")\n", "bytes")
    one("commented.c", "{\n" + "".join(f"  {', '.join(map(hex_number, line))}, /* {at * 16} */ // x\n"
                                       for at, line in enumerate(cut(A, 16))) + "}\n", "bytes")
    put("two.java", "byte[] a = {" + ", ".join(map(signed, A)) + "}; byte[] b = {" + ", ".join(map(cast, B)) + "};",
        *((name, "bytes") for name in NAMES[:2]))


def escapes():
    def escaped(data): return "".join(f"\\x{octet:02x}" for octet in data)
    def octal(data): return "".join(f"\\{octet:03o}" for octet in data)
    one("escaped.py", f'cert = b"{escaped(A)}"\n', "bytes")
    one("escaped-lines.c", "char c[] =\n" + "\n".join(f'    "{escaped(part)}"' for part in cut(A, 16)) + ";\n", "bytes")
    one("escaped.php", "$c = " + " .\n  ".join(f'"{escaped(part).upper().replace("X", "x")}"' for part in cut(A, 20)) + ";\n", "bytes")
    one("repr.py", f"cert = {A!r}\n", "bytes")
    one("repr.json", json.dumps({"message": f"got {A!r} from the peer"}), "bytes")
    one("repr-lines.py", "cert = (\n" + "\n".join(f"    {part!r}" for part in cut(A, 24)) + "\n)\n", "bytes")
    one("octal.c", f'char c[] = "{octal(A)}";\n', "bytes")
    one("bytea-escape.sql", "1\t" + "".join(chr(o) if 0x20 <= o < 0x7f and o != 92 else "\\\\\\\\" if o == 92 else f"\\\\{o:03o}"
                                             for o in A) + "\tx\n", "bytes")


def urls():
    pem = (ROOT / "certificates" / f"{NAMES[0]}.pem").read_text()
    quoted = urllib.parse.quote(pem, safe="")
    one("nginx-escaped.log", f"X-SSL-Client-Cert: {quoted}\n", "base64")
    one("form.txt", "cert=" + urllib.parse.quote_plus(pem) + "&submit=Send\n", "base64")
    one("twice.log", f"GET /?c={urllib.parse.quote(quoted)} HTTP/1.1\n", "base64")
    one("lower.txt", "c=" + re.sub("%..", lambda found: found[0].lower(), quoted), "base64")
    one("envoy.log", f'x-forwarded-client-cert: Hash=00;Cert="{quoted}";Subject="CN=x"\n', "base64")
    one("apache-spaces.log", "SSL_CLIENT_CERT: " + pem.replace("\n", " ") + "\n", "pem")
    one("tabs.conf", "X-SSL-CERT: " + pem.replace("\n", "\n\t"), "pem")
    har = {"log": {"entries": [{"request": {"headers": [{"name": "X-SSL-CERT", "value": quoted}],
                                            "postData": {"text": "c=" + quoted}}}]}}
    put("x.har", json.dumps(har, indent=1), (NAMES[0], "base64"))
    one("safe.txt", "c=" + urllib.parse.quote(pem), "base64")


def directories():
    def folded(key, data):
        text = f"{key}:: {base64.b64encode(data).decode()}"
        return "\n ".join([text[:76], *cut(text[76:], 75)]) + "\n"
    put("people.ldif", "dn: cn=x,o=y\n" + "".join(folded("userCertificate;binary", der) for der in DERS[:2])
        + folded("cACertificate;binary", C) + "cn: x\n", *((name, "base64") for name in NAMES))
    one("crlf.ldif", ("dn: cn=x\n" + folded("userCertificate", A)).replace("\n", "\r\n"), "base64")


def alignments():
    def tlv(body): return b"\x30\x82" + len(body).to_bytes(2, "big") + body
    path = base64.b64encode(tlv(A + B)).decode()
    put("path.xml", f'<wsse:BinarySecurityToken ValueType="#X509PKIPathv1">{path}</wsse:BinarySecurityToken>',
        *((name, "base64:", "der") for name in NAMES[:2]))
    assert len(A) % 3 and len(A + B) % 3
    chain = base64.b64encode(A + B + C).decode()
    for file, text in (("back-to-back.txt", chain), ("back-to-back-lines.txt", "\n".join(cut(chain, 64)))):
        put(file, "chain: " + text + "\n", *((name, "base64:", "der") for name in NAMES))


def broken():
    hexed = A.hex()
    put("cut-hex.txt", "cert: " + hexed[:1400] + "\n", ("!corrupt", "-"))
    put("cut-array.c", "c[] = {" + ", ".join(f"0x{octet:02x}" for octet in A[:700]) + "};\n", ("!corrupt", "-"))
    put("cut-escapes.py", f"c = {A[:700]!r}\n", ("!corrupt", "-"))
    put("cut-then-whole.txt", hexed[:1400] + "\n;\n" + B.hex() + "\n", ("!corrupt", "-"), (NAMES[1], "hex"))
    foreign = der_of("ordinary")
    put("cut-foreign.txt", "cert: " + foreign.hex()[:900] + "\n", ("!corrupt", "-"))  # told under `--all` only
    put("numbers.txt", "48, 130, 5, 163, 48, 130\n30 82 05\n30:82:00:10\n3082 0510\n0x30, 0x82, 0x01\n48,-126\n'0\\x82\\x01'\n")
    put("digests.txt", "".join(f"3082{at:04x}3082{at * 7 % 65536:04x}" + "5e" * 24 + "\n" for at in range(99)))
    # Every line begins a certificate that claims all there is.
    head = "3082fff03082ff00a003020102020101300d06092a864886f70d01010b0500"
    put("bomb-digits.txt", "lines\n" + (head + "\n") * 1500)
    put("bomb-claims.txt", "cert: " + "3082fff03082ff00a0030201020201" * 2500 + "z\n")


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    for old in OUT.iterdir():
        old.unlink()
    for make in (hexadecimal, dumps, registry, arrays, escapes, urls, directories, alignments, broken):
        make()
    lines = ["file\twhat\tway\tformat\talias\tkey", *("\t".join(row) for row in ROWS)]
    (OUT / "expected.tsv").write_text("\n".join(lines) + "\n")
