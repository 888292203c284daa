#!/bin/sh
# Makes testdata/containers/{jks,jceks,bks,uber,bcfks,pkcs7} and testdata/keys
# anew, with an `.expected` beside each file. Organisations are invented, keys
# are thrown away. Needs openssl 3, a JDK 17, bcprov.jar and python3.
# Nothing of this is needed to build or to test.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
bcprov=${BCPROV:-/usr/share/java/bcprov.jar}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

authority() { # name, subject
  openssl ecparam -name prime256v1 -genkey -noout -out "$1.key"
  openssl req -x509 -new -key "$1.key" -subj "$2" -days 7300 -out "$1.pem"
}
leaf() { # name, key, subject, issuer
  openssl req -new -key "$2" -subj "$3" -out "$1.csr"
  openssl x509 -req -in "$1.csr" -CA "$4.pem" -CAkey "$4.key" -CAcreateserial -days 3650 -out "$1.pem" 2>/dev/null
}
authority root '/C=DK/O=Eksempel A\/S/CN=Eksempel Rod'
authority other '/C=DK/O=Eksempel A\/S/CN=Eksempel Anden Rod'
openssl genrsa -traditional -out rsa.pkcs1.pem 2048 2>/dev/null
openssl ecparam -name prime256v1 -genkey -noout -out ec.sec1.pem
leaf rsa rsa.pkcs1.pem '/C=DK/O=Fjordby Kommune/CN=Fjordby integration' root
leaf ec ec.sec1.pem '/C=DK/O=Fjordby Kommune/CN=Fjordby robot' root
for name in rsa.pkcs1 ec.sec1; do
  kind=${name%.*}
  openssl pkcs8 -topk8 -nocrypt -in "$name.pem" -out "$kind.pkcs8.pem"
  sed /-----/d "$name.pem" | base64 -d > "$name.der"
  openssl pkcs8 -topk8 -nocrypt -in "$name.pem" -outform DER -out "$kind.pkcs8.der"
  cat "$kind.pem" root.pem > "$kind.chain.pem"
  openssl pkcs12 -export -in "$kind.chain.pem" -inkey "$name.pem" -name leaf -passout pass:changeit -out "$kind.p12"
done
openssl pkcs8 -topk8 -in ec.sec1.pem -passout pass:changeit -outform DER -out ec.encrypted.der
openssl pkcs8 -topk8 -v1 PBE-SHA1-3DES -in ec.sec1.pem -passout pass:changeit -outform DER -out ec.encrypted-pkcs12.der
openssl genpkey -algorithm ed25519 -outform DER -out ed25519.pkcs8.der
for cert in root other rsa ec; do openssl x509 -in "$cert.pem" -outform DER -out "$cert.crt"; done

javac -cp "$bcprov" -d . "$here/JavaStores.java"
java -Dorg.bouncycastle.bks.enable_v1=true -cp "$bcprov:." JavaStores

openssl crl2pkcs7 -nocrl -certfile rsa.chain.pem -certfile other.pem -outform DER -out three.p7b
printf 'En hilsen fra Fjordby Kommune.\n' > text
signed() { openssl cms -sign -in text -signer ec.pem -inkey ec.sec1.pem -certfile root.pem -outform DER "$@"; }
signed -binary -out detached.p7s
signed -binary -nodetach -out attached.p7s
signed -binary -nodetach -stream -out stream.p7s
openssl cms -sign -in text -signer ec.pem -inkey ec.sec1.pem -outform DER -binary -nocerts -out without.p7s
openssl cms -encrypt -in text -outform DER -out enveloped.p7m rsa.pem

python3 "$here/javastores.py" "$here/.."
