"""A thousand PKCS #12 files and ten candidate passwords, of which each file
opens with one: half 3DES and SHA-1, half AES-256 and PBKDF2-SHA256."""

from trees.shapes import certificate
from trees.stores import locked_p12

LAYOUT = "1"
FILES = 1000
PASSWORDS = [f"Opfundet-{number}-kodeord" for number in range(10)]


def build(folder, scale):
    for number in range(FILES // scale):
        content = locked_p12(certificate(number), PASSWORDS[number // 2 * 7 % 10], number % 2 == 1)
        if content is None:
            return "!!! neither Python's cryptography nor openssl is here: no PKCS #12 was made"
        place = folder / f"host{number // 50:02}"
        place.mkdir(exist_ok=True)
        (place / f"system{number}.p12").write_bytes(content)
    # Beside the tree: what is scanned holds no passwords.
    (folder.parent / "locked.passwords").write_text("".join(f"{password}\n" for password in PASSWORDS))
    return f"{FILES // scale} stores, {len(PASSWORDS)} candidate passwords"
