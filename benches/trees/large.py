"""One log of 2 GB, and one sparse file of 10 GB.

`rg -l` leaves a file at its first match: what it matches lies near the end,
so that it too reads the whole. What it does not match lies at the start.
"""

from trees.shapes import base64_text, certificate, noise, pem, words

LAYOUT = "2"
LOG, SPARSE = 2 << 30, 10 << 30
BLOCK = 16 << 20
DATE = b"2024-00-00"
NUMBERS = range(0, 50, 10)


def build_log(folder, scale):
    size = LOG // scale
    block = lines()
    blocks = max(size // len(block), len(NUMBERS))
    with open(folder / "application.log", "wb") as out:
        for at in range(blocks):
            day = f"2024-{at // 28 % 12 + 1:02}-{at % 28 + 1:02}".encode()
            out.write(block.replace(DATE, day))
            if (late := at - blocks + len(NUMBERS)) >= 0:
                out.write(told(day.decode(), NUMBERS[late]))
    return f"{blocks * len(block) >> 20} MiB, {len(NUMBERS)} certificates in the last blocks"


def told(day, number):
    """As a PEM block that was logged, or in one line of base64."""
    der = certificate(number)
    if number % 20:
        return f"{day}T10:00:00.000Z DEBUG tls peer={base64_text(der, 0)} accepted\n".encode()
    return f"{day}T10:00:00.000Z DEBUG tls peer certificate:\n".encode() + pem(der)


def lines():
    """Some 16 MiB of log: plain messages, JSON, a stack trace, tokens in hexadecimal and base64."""
    texts = [words(f"log{at}", 12) for at in range(400)]
    out, size, at = [], 0, 0
    while size < BLOCK:
        text, token = texts[at * 7919 % 400], noise(f"token{at % 5000}", 24)
        begin = f"2024-00-00T{at // 3600 % 24:02}:{at // 60 % 60:02}:{at % 60:02}.{at * 37 % 1000:03}Z"
        line = (f"{begin} INFO  [worker-{at % 16}] {text} session={token.hex()}\n",
                f"{begin} WARN  [worker-{at % 16}] {text} took {at * 31 % 9000} ms\n",
                f'{{"time":"{begin}","level":"info","message":"{text}","user":{at % 9999},"ok":true}}\n',
                f"{begin} DEBUG [gate] bearer={base64_text(token, 0).replace('MII', 'MIJ')} GET /api/v1/{at % 777}\n",
                f"{begin} ERROR [worker-{at % 16}] {text}\n\tat dk.opfundet.Kald.svar(Kald.java:{at % 400})\n",
                )[at % 5]
        out.append(line)
        size += len(line)
        at += 1
    return "".join(out).encode()


def build_sparse(folder, scale):
    size = SPARSE // scale
    first, middle, last = (certificate(number) for number in (0, 10, 20))
    with open(folder / "disk.img", "wb") as out:
        out.write(first)
        out.seek(size // 2)
        out.write(middle)
        out.seek(size - 8192)
        out.write(pem(last))
        out.truncate(size)
    return f"{size >> 20} MiB, certificates at the start, in the middle and at the end"
