#!/bin/bash
# Makes the PKCS#12 files of testdata/containers/pkcs12 with throw-away keys
# and invented names. Run once; the results are committed, so that the tests
# need none of these tools: openssl 3, keytool and javac (17), NSS's certutil
# and pk12util, Bouncy Castle, Python with cryptography.
#
# Beside each file stands its expectation, one fact a line:
#   password TEXT                        what opens it (none: no line)
#   certificate key|- NAME [ALIAS]       NAME.der beside it, and its alias
#   keys N                               private keys seen
#   problem KIND                         what cannot be read
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=$here/../containers/pkcs12
bc=${BOUNCY_CASTLE:-/usr/share/java/bcprov.jar}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"
rm -f "$out"/*.p12 "$out"/*.expected "$out"/*.der
cd "$work"

authority() { # name, subject, issuer ('' for a root)
  openssl ecparam -name prime256v1 -genkey -noout -out "$1.key"
  openssl req -new -key "$1.key" -subj "$2" -out "$1.csr"
  printf 'basicConstraints=critical,CA:%s\nsubjectKeyIdentifier=hash\n' "$4" > ext
  if [ -z "$3" ]; then openssl x509 -req -in "$1.csr" -signkey "$1.key" -days 9000 -extfile ext -out "$1.pem"
  else openssl x509 -req -in "$1.csr" -CA "$3.pem" -CAkey "$3.key" -CAcreateserial -days 9000 -extfile ext -out "$1.pem"; fi
  openssl x509 -in "$1.pem" -outform DER -out "$out/$1.der"
} 2>/dev/null
authority root "/C=DK/O=Fjordby Kommune/CN=Fjordby Rod" "" TRUE
authority issuing "/C=DK/O=Fjordby Kommune/CN=Fjordby Udsteder" root TRUE
authority leaf "/C=DK/O=Fjordby Kommune/CN=journal-robot" issuing FALSE
cat issuing.pem root.pem > chain.pem

expect() { local case=$1; shift; printf '%s\n' "$@" > "$out/$case.expected"; }
usual() { expect "$1" "password $2" "certificate key leaf $3" "certificate - issuing" "certificate - root" "keys 1" "${@:4}"; }
export_() { local case=$1; shift; openssl pkcs12 -export -inkey leaf.key -in leaf.pem -certfile chain.pem -name leaf -out "$out/$case.p12" "$@"; }
plain() { local case=$1; shift; export_ "$case" -passout pass:hemmelig "$@"; usual "$case" hemmelig leaf; }

plain openssl-default
plain openssl-legacy -legacy
plain openssl-3des -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1
plain openssl-2key-3des -legacy -keypbe PBE-SHA1-2DES -certpbe PBE-SHA1-2DES -macalg sha1
plain openssl-rc2-128 -legacy -keypbe PBE-SHA1-RC2-128 -certpbe PBE-SHA1-RC2-128 -macalg sha1
plain openssl-rc4-128 -legacy -keypbe PBE-SHA1-RC4-128 -certpbe PBE-SHA1-RC4-128 -macalg sha1
plain openssl-rc4-40 -legacy -keypbe PBE-SHA1-RC4-40 -certpbe PBE-SHA1-RC4-40 -macalg sha1
plain openssl-aes128-sha512 -keypbe AES-128-CBC -certpbe AES-128-CBC -macalg sha512
plain openssl-aes192-sha384 -keypbe AES-192-CBC -certpbe AES-192-CBC -macalg sha384
plain openssl-sha224 -macalg sha224
plain openssl-sha512-256 -macalg sha512-256
plain openssl-pbes2-3des -certpbe DES-EDE3-CBC
plain openssl-rc2-pbes2 -legacy -certpbe RC2-CBC
plain openssl-rc2-40-pbes2 -legacy -certpbe RC2-40-CBC
plain openssl-iterations -iter 100000
plain openssl-mac-once -nomaciter
plain openssl-microsoft -CSP "Microsoft Enhanced RSA and AES Cryptographic Provider" -LMK -keyex
export_ openssl-clear-certificates -passout pass:hemmelig -certpbe NONE
expect openssl-clear-certificates "certificate key leaf leaf" "certificate - issuing" "certificate - root" "keys 1"
export_ openssl-all-clear -passout pass: -keypbe NONE -certpbe NONE -nomac
expect openssl-all-clear "certificate key leaf leaf" "certificate - issuing" "certificate - root" "keys 1"
export_ openssl-empty -passout pass:; usual openssl-empty "" leaf
export_ openssl-empty-legacy -legacy -passout pass:; usual openssl-empty-legacy "" leaf
for form in new legacy; do
  export_ openssl-letters-$form $([ $form = legacy ] && echo -legacy) -passout "pass:Rødgrød€😀"; usual openssl-letters-$form "Rødgrød€😀" leaf
done
openssl pkcs12 -export -nokeys -in chain.pem -passout pass:hemmelig -out "$out/openssl-no-keys.p12"
expect openssl-no-keys "password hemmelig" "certificate - issuing" "certificate - root" "keys 0"
openssl pkcs12 -export -inkey leaf.key -in leaf.pem -certfile <(cat chain.pem chain.pem) -caname one -caname two -passout pass:hemmelig -out "$out/openssl-duplicates.p12"
expect openssl-duplicates "password hemmelig" "certificate key leaf" "certificate - issuing one" "certificate - root two" "certificate - issuing" "certificate - root" "keys 1"

kt() { keytool -J-Duser.language=en -J-Dfile.encoding=UTF-8 -J-Dsun.jnu.encoding=UTF-8 "$@" >/dev/null 2>&1; }
java() { # case, Java options
  local case=$1; shift
  kt "$@" -importkeystore -noprompt -srckeystore "$out/openssl-default.p12" -srcstoretype PKCS12 -srcstorepass hemmelig -destkeystore "$out/$case.p12" -deststoretype PKCS12 -deststorepass changeit
  kt "$@" -importcert -noprompt -alias trusted -file root.pem -keystore "$out/$case.p12" -storetype PKCS12 -storepass changeit
  expect "$case" "password changeit" "certificate key leaf leaf" "certificate - issuing CN=Fjordby Udsteder,O=Fjordby Kommune,C=DK" "certificate - root CN=Fjordby Rod,O=Fjordby Kommune,C=DK" "certificate - root trusted" "keys 1"
}
java java-default
java java-legacy -J-Dkeystore.pkcs12.legacy=true
java java-weak -J-Dkeystore.pkcs12.macAlgorithm=HmacPBESHA1 -J-Dkeystore.pkcs12.certProtectionAlgorithm=PBEWithSHA1AndRC2_40 -J-Dkeystore.pkcs12.keyProtectionAlgorithm=PBEWithSHA1AndDESede
kt -importcert -noprompt -alias rodcertifikat -file root.pem -keystore "$out/java-trust.p12" -storetype PKCS12 -storepass changeit
expect java-trust "password changeit" "certificate - root rodcertifikat" "keys 0"
kt -J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE -J-Dkeystore.pkcs12.macAlgorithm=NONE -importcert -noprompt -alias rodcertifikat -file root.pem -keystore "$out/java-no-password.p12" -storetype PKCS12 -storepass changeit
expect java-no-password "certificate - root rodcertifikat" "keys 0"
kt -genseckey -alias hemmelighed -keyalg AES -keysize 128 -keystore "$out/java-secret-key.p12" -storetype PKCS12 -storepass changeit
kt -importcert -noprompt -alias zz -file root.pem -keystore "$out/java-secret-key.p12" -storetype PKCS12 -storepass changeit
expect java-secret-key "password changeit" "certificate - root zz" "keys 0"

mkdir nss
certutil -N -d sql:nss --empty-password
certutil -A -d sql:nss -n Rod -t CT,C,C -a -i root.pem
certutil -A -d sql:nss -n Udsteder -t CT,C,C -a -i issuing.pem
openssl pkcs12 -export -inkey leaf.key -in leaf.pem -name "Journal-robot" -passout pass:hemmelig -out robot.p12
pk12util -i robot.p12 -d sql:nss -W hemmelig -K "" >/dev/null
nss() { # case, cipher
  pk12util -o "$out/$1.p12" -d sql:nss -n Journal-robot -W hemmelig -K "" ${2:+-c "$2" -C "$2"} >/dev/null
  expect "$1" "password hemmelig" "certificate key leaf Journal-robot" "certificate - issuing Udsteder" "certificate - root Rod" "keys 1"
}
nss nss-default
nss nss-3des "PKCS #12 V2 PBE With SHA-1 And 3KEY Triple DES-CBC"
nss nss-rc2 "PKCS #12 V2 PBE With SHA-1 And 40 Bit RC2 CBC"

cp "$here/Pkcs12Bc.java" .
javac -cp "$bc" Pkcs12Bc.java
command java -cp "$bc:." Pkcs12Bc "$out/openssl-default.p12" root.pem "$out"
for case in bc-default bc-def bc-3des bc-ber-flag; do
  expect $case "password changeit" "certificate key leaf leaf" "certificate - issuing" "certificate - root trusted" "keys 1" # it keeps one copy
done

python3 "$here/pkcs12_odd.py" "$out"
du -cb "$out"/* | tail -1
