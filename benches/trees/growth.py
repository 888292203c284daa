"""N small files: a kilobyte or so of text each, a hundred to a folder.

However many there are, a hundred of them are certificates: what is found does
not grow, so nothing else may.
"""

from trees.shapes import certificate, pem, words

LAYOUT = "1"
FOUND = 100


def build(folder, count):
    texts = [f"# {at}\n{words(f'small{at}', 60 + at * 37 % 240)}\n".encode() for at in range(997)]
    for number in range(count):
        place = folder / f"{number // 10_000:03}" / f"{number // 100 % 100:02}"
        if number % 100 == 0:
            place.mkdir(parents=True)
        found = number % (count // FOUND) == 0
        content = pem(certificate(number // (count // FOUND))) if found else texts[number % 997]
        (place / f"note{number}.txt").write_bytes(content)
    return f"{count} files"
