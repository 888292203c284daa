"""Writes testdata/demo: three hosts of an invented municipality, and demo.expected.json.

Runs as part of `testdata/make.py`, which lends its tools. What the certificates
there are used for, and who refers to them, stands in `demo.evidence.json`,
which is written by hand: change both together.

fjordby-web01 faces citizens, fjordby-int01 talks to authorities, fjordby-rpa01
holds robots, mail and people's files. Every file is small, and nothing hangs on
rights of files: Git keeps none but one.
"""
import hashlib
import json
import os
import subprocess
import tempfile

from make import (HERE, PARTNER, PARTNER_CVR, b64, cached, chain_ca, cms_signed, java, key_pem, leaf, ordinary, pem,
                  pkcs12, prefixed, saml, secret, wrap, write)

WEB, INT, RPA = "fjordby-web01", "fjordby-int01", "fjordby-rpa01"

SELF_SERVICE = "Fjordby Selvbetjening (funktionscertifikat)"
STS = "Fjordby Kommune - Fagsystemer"
SCHOOL = "Fjordby Skole (funktionscertifikat)"
LOGIN = "Fjordby Kommune - Borgerlogin"
HEALTH = "Fjordby Sundhed (funktionscertifikat)"
DEEDS = "Fjordby Tinglysning (funktionscertifikat)"
KOMBIT = "Fjordby Serviceplatform (funktionscertifikat)"
SKAT = "Fjordby eIndkomst (funktionscertifikat)"
DATA = "Fjordby Datafordeler (funktionscertifikat)"
POST = "Fjordby Digital Post"
INVOICE = "Fjordby eFaktura (funktionscertifikat)"
CLUSTER = "Fjordby Klynge (funktionscertifikat)"
SYNC = "Fjordby Brugersync"
UNNAMED = "Fjordby Kommune - Uden navn"
MAIL, MAIL3 = "Fjordby Kommune - Sikker mail", "Fjordby Sikker mail"
PARKING = "Fjordby Parkering (funktionscertifikat)"
ROBOT, ANE, BO = "Robot Rita", "Ane Fjord", "Bo Havblik"
PARTNER_IDP, PARTNER_SEAL = "Havblik Data ApS - Udbyder", "Havblik Data ApS - Faktura"
CHAIN = "Fjordby Proeve OCES CA"

# Stands in configurations; no report may show it.
SECRET = "Blomkaal-i-oktober-88"


def make_demo():
    rows, failures = [], []

    def put(path, data, *found, failure=None, kept=False):
        """`found`: (cn, generation, kind, format, alias, private key)."""
        data = write(f"demo/{path}", data, kept)
        for common, generation, kind, form, alias, key in found:
            rows.append({"path": path, "format": form, "alias": alias, "cn": common, "generation": generation,
                         "kind": kind, "privateKey": key})
        if failure:
            failures.append({"path": path, "kind": failure})
        return data
    for host in (WEB, INT, RPA):
        put(f"{host}/etc/hostname", host + "\n")
    for system in (self_service, tomcat, school, citizens_login, health, deeds, nemid, canteen,
                   integration, income_tax, register, digital_post, invoices, cluster, user_sync, unnamed, playbook,
                   robot, mail_gateway, people):
        system(put)
    rows.sort(key=lambda r: (r["path"], r["cn"], r["format"], r["alias"] or ""))
    failures.sort(key=lambda f: f["path"])
    write("demo.expected.json", json.dumps({"asOf": "2026-11-21", "exitCode": 1, "occurrences": rows,
                                            "failures": failures}, ensure_ascii=False, indent=1) + "\n")


def guarded(entries):
    """A Java keystore with a password that nobody guesses; its certificates stand in the clear."""
    return java("JKS", entries, password=SECRET)


def sts_leaf():
    return leaf(STS, issuer="II-1", key="tomcat", days=("2020-11-15", "2023-11-15"))


def invoice_leaf():
    return leaf(INVOICE, issuer="II-2", kind="foces", key="invoice")


# --- fjordby-web01: what citizens meet ------------------------------------------------

def self_service(put):
    own = leaf(SELF_SERVICE, kind="foces", key="web", days=("2021-06-01", "2024-06-01"))
    put(f"{WEB}/etc/nginx/sites-available/selvbetjening.conf", """server {
    listen 443 ssl;
    server_name selvbetjening.fjordby.example;
    location /serviceplatform/ {
        proxy_pass https://prod.serviceplatformen.dk/;
        proxy_ssl_certificate     /etc/nginx/certs/selvbetjening.pem;
        proxy_ssl_certificate_key /etc/nginx/certs/selvbetjening.key;
    }
}
""")
    put(f"{WEB}/etc/nginx/certs/selvbetjening.pem", pem(own) + pem(chain_ca()),
        (SELF_SERVICE, "II", "foces", "pem", None, "beside"), (CHAIN, "II", None, "pem", None, "none"))
    put(f"{WEB}/etc/nginx/certs/selvbetjening.key", key_pem("web"))
    put(f"{WEB}/etc/nginx/certs/www.pem", pem(ordinary("www.fjordby.example", key="signer")))


def tomcat(put):
    store = put(f"{WEB}/opt/tomcat/conf/keystore.jks", lambda: java("JKS", [("fjordby-voces", sts_leaf(), "tomcat")]),
                (STS, "II", "voces", "jks", "fjordby-voces", "entry"), kept=True)
    put(f"{WEB}/opt/tomcat/conf/server.xml", """<?xml version="1.0" encoding="UTF-8"?>
<Server port="8005" shutdown="SHUTDOWN"><Service name="Catalina">
  <Connector port="8443" SSLEnabled="true" scheme="https"><SSLHostConfig truststoreFile="conf/truststore.jks">
    <Certificate certificateKeystoreFile="conf/keystore.jks" certificateKeyAlias="fjordby-voces" type="RSA"/>
  </SSLHostConfig></Connector>
</Service></Server>
""")
    put(f"{WEB}/opt/tomcat/conf/truststore.jks", lambda: java("JKS", [
        ("ocesca", chain_ca(), None), ("intern-ca", ordinary("Fjordby Intern CA", ca=True), None)]),
        (CHAIN, "II", None, "jks", "ocesca", "none"), kept=True)
    put(f"{WEB}/etc/systemd/system/tomcat.service", """[Service]
Environment=CATALINA_HOME=/opt/tomcat
Environment="JAVA_OPTS=-Djavax.net.ssl.trustStore=/opt/tomcat/conf/truststore.jks -Xmx512m"
ExecStart=/opt/tomcat/bin/catalina.sh run
""")
    put(f"{WEB}/var/backups/tomcat-2021/keystore.jks", store, (STS, "II", "voces", "jks", "fjordby-voces", "entry"))
    whole = cached("demo-half.p12", lambda: pkcs12(leaf("Fjordby Halv", key="store"), "store", "halv"))
    put(f"{WEB}/var/backups/halv.p12", whole[:900], failure="corrupt")


def school(put):
    own = leaf(SCHOOL, issuer="II-3", kind="foces", key="school", days=("2021-08-01", "2024-08-01"))
    put(f"{WEB}/etc/haproxy/haproxy.cfg", """frontend borger
    bind :443 ssl crt /etc/haproxy/certs/www.pem
    default_backend skole

backend skole
    server unilogin wsieksport.unilogin.dk:443 ssl verify required crt /etc/haproxy/certs/skole.pem
""")
    put(f"{WEB}/etc/haproxy/certs/skole.pem", pem(own) + key_pem("school"), (SCHOOL, "II", "foces", "pem", None, "beside"))
    put(f"{WEB}/etc/haproxy/certs/www.pem", pem(ordinary("skole.fjordby.example", key="signer")))


def citizens_login(put):
    own = leaf(LOGIN, key="login", days=("2021-02-01", "2024-02-01"))
    put(f"{WEB}/opt/oiosaml/oiosaml-sp.properties", f"""# Borgerlogin
oiosaml-sp.entityId=https://login.fjordby.example/saml
oiosaml-sp.idp.metadata=https://saml.nemlog-in.dk/metadata.xml
oiosaml-sp.certificate.location=borgerlogin.jks
oiosaml-sp.certificate.alias=borgerlogin-sp
oiosaml-sp.certificate.password={SECRET}
""")
    put(f"{WEB}/opt/oiosaml/borgerlogin.jks", lambda: guarded([("borgerlogin-sp", own, "login")]),
        (LOGIN, "II", "voces", "jks", "borgerlogin-sp", "entry"), kept=True)


def health(put):
    own = leaf(HEALTH, issuer="II-5", kind="foces", key="health", days=("2022-05-01", "2025-05-01"))
    put(f"{WEB}/opt/sosi/conf/seal.properties", f"""sosi.provider=dk.sosi.seal.pki.SOSIFederation
sosi.sts=https://sts.nspop.dk/sts/services/NewSecurityTokenService
sosi.keystore=${{sosi.home}}/conf/sundhed.jks
sosi.keystore.alias=sundhed-sosi-2022
sosi.keystore.password={SECRET}
PROPERTYNAME_SOSI_LDAP_CERTIFICATE_HOST_OCES2=crtdir.certifikat.dk
""")
    put(f"{WEB}/opt/sosi/conf/sundhed.jks", lambda: guarded([("sundhed-sosi-2022", own, "health")]),
        (HEALTH, "II", "foces", "jks", "sundhed-sosi-2022", "entry"), kept=True)


def deeds_store():
    own = leaf(DEEDS, kind="foces", key="deeds", days=("2021-10-01", "2024-10-01"))
    return cached("demo-tinglysning.jks", lambda: guarded([("tinglysning-2021", own, "deeds")]))


def deeds(put):
    put(f"{WEB}/opt/wildfly/standalone/configuration/standalone.xml", f"""<server xmlns="urn:jboss:domain:20.0">
  <system-properties>
    <property name="etl.url" value="https://xml-api.tinglysning.dk/etl/services/ElektroniskAkt"/>
  </system-properties>
  <tls><key-stores><key-store name="etl" alias-filter="tinglysning-2021">
    <credential-reference clear-text="{SECRET}"/>
    <file path="/opt/borgersag/config/tinglysning.jks"/>
  </key-store></key-stores></tls>
</server>
""")
    put(f"{WEB}/opt/borgersag/config/tinglysning.jks", deeds_store(),
        (DEEDS, "II", "foces", "jks", "tinglysning-2021", "entry"))


def nemid(put):
    """What died with NemID and is still there, and pages that only speak of it."""
    put(f"{WEB}/var/www/login/index.php", """<?php
// Login som det var indtil oktober 2023.
$launcher = 'https://applet.danid.dk/launcher/lmt/';
$svar = new SimpleXMLElement(file_get_contents('php://input'));
preg_match('/CVR:(\\d{8})-RID:(\\d+)/', $svar->serialNumber, $hvem);
list($firma, $cvr) = explode(' // CVR:', $svar->organisation);
""")
    put(f"{WEB}/var/www/login/hjaelp.html", """<html><body>
<p>NemID lukkede i 2023. Log ind med MitID eller MitID Erhverv; CVR: står i profilen.</p>
<p>Se www.danid.dk.example og minapplet.danid.dk.example, som ikke er vores.</p>
</body></html>
""")
    put(f"{WEB}/opt/ooapi/ooapi.properties", f"""# OpenOCES API, ikke i drift siden 2023
environment=OCESII_DANID_ENV_PROD
pid.url=https://pidws.certifikat.dk/pid_serviceprovider_server/pidxml/
rid.url=https://ws-erhverv.certifikat.dk/rid_serviceprovider_server/services/HandleSundhedsportalWSPort
crl.url=http://crl.ica04.trust2408.com/ica04.crl
ldap.host=dir.certifikat.dk
keystore.path=/opt/ooapi/pidklient.p12
keystore.password={SECRET}
""")


def canteen(put):
    """Nothing of this is OCES: names that are almost those of others."""
    plain = ordinary("kantine.fjordby.example", key="signer")
    put(f"{WEB}/opt/kantine/kantine.properties", """menu.url=https://notserviceplatformen.dk.example/menu
betaling.url=https://notserviceplatformen.dk/betaling
keystore.path=/opt/kantine/keystore.jks
keystore.alias=fjordby-voces-2
keystore.copy=/opt/kantine/tomcat/conf/keystore.jks.txt
""")
    put(f"{WEB}/opt/kantine/keystore.jks", lambda: guarded([("fjordby-voces-2", plain, "signer")]), kept=True)


# --- fjordby-int01: what talks to authorities ------------------------------------------

def integration(put):
    new = leaf("Fjordby Serviceplatform", issuer="III", kind="system", key="oces3", days=("2025-03-10", "2028-03-09"))
    kombit = leaf(KOMBIT, kind="foces", key="kombit", days=("2021-09-01", "2024-09-01"))
    home = f"{INT}/srv/integration"
    put(f"{home}/application.yaml", """server:
  ssl:
    key-store: file:/srv/integration/config/kombit.p12
    key-store-type: PKCS12
kombit:
  sts: https://adgangsstyring.stoettesystemerne.dk/runtime/services/kombittrust/14/certificatemixed
""")
    put(f"{INT}/etc/systemd/system/integration.service", """[Service]
ExecStart=/usr/bin/java -Dserver.ssl.key-store=/srv/integration/config/kombit.p12 -jar /srv/integration/app.jar
""")
    put(f"{home}/config/kombit.p12", lambda: pkcs12(kombit, "kombit", KOMBIT),
        (KOMBIT, "II", "foces", "pkcs12", KOMBIT, "entry"), kept=True)
    put(f"{home}/config/oces3_fjordby_systemcertifikat.p12", lambda: pkcs12(new, "oces3", "fjordby serviceplatform"),
        ("Fjordby Serviceplatform", "III", "system", "pkcs12", "fjordby serviceplatform", "entry"), kept=True)
    put(f"{home}/config/gammel-nøgle.p12", lambda: pkcs12(
        leaf("Fjordby Arkiv", issuer="II-2", key="store"), "store", "arkiv", "ingen-husker-det-12"),
        failure="locked", kept=True)
    partner = leaf(PARTNER_IDP, issuer="II-2", key="partner", cvr=PARTNER_CVR, organisation=PARTNER)
    put(f"{home}/metadata/havblik-idp.xml", saml(b64(partner)), (PARTNER_IDP, "II", "voces", "base64", None, "none"))
    put(f"{home}/metadata/fjordby-sp.xml", saml("\n" + prefixed(wrap(sts_leaf(), 76), "      ")),
        (STS, "II", "voces", "base64", None, "none"))
    put(f"{home}/.gitignore", "lokal.pem\n")
    ignored = leaf("Fjordby Udvikling (funktionscertifikat)", kind="foces", key="lone")
    put(f"{home}/lokal.pem", pem(ignored), ("Fjordby Udvikling (funktionscertifikat)", "II", "foces", "pem", None, "none"))
    test = leaf("FOCES proeve (funktionscertifikat)", issuer="II-test-34", kind="foces", key="test",
                days=("2022-01-10", "2025-01-10"))
    put(f"{home}/src/test/resources/FOCES_gyldig.p12", lambda: pkcs12(test, "test", "foces-test"),
        ("FOCES proeve (funktionscertifikat)", "II", "foces", "pkcs12", "foces-test", "entry"), kept=True)
    put(f"{INT}/var/log/integration/sts.log", "2023-05-04 08:00:00 INFO svar fra STS, signeret af\n2023-05-04 08:00:00 INFO "
        + pem(sts_leaf()).strip().replace("\n", "\\n") + "\n", (STS, "II", "voces", "pem", None, "none"))


def income_tax(put):
    own = leaf(SKAT, issuer="II-3", kind="foces", key="skat", days=("2020-12-01", "2023-12-01"))
    packed = cached("demo-skat.p12", lambda: pkcs12(own, "skat", "eindkomst"))
    put(f"{INT}/srv/eindkomst/skat.properties", "skat.url=https://ei-indberetning.skat.dk/\nskat.keystore=" + b64(packed)
        + "\n", (SKAT, "II", "foces", "pkcs12", "eindkomst", "entry"))
    # The keystore lies on a server that nobody scanned.
    put(f"{INT}/srv/eindkomst/genindberet.ps1", f"""$url = 'https://ei-indberetning.skat.dk:444/B2B/EIndkomst/'
$kode = ConvertTo-SecureString '{SECRET}' -AsPlainText -Force
$cert = Get-PfxData -FilePath '\\\\fjordby-fil02\\certifikater\\eindkomst-2020.pfx' -Password $kode
""")


def register(put):
    own = leaf(DATA, issuer="II-5", kind="foces", key="data")
    put(f"{INT}/srv/datafordeler/hent-cvr.sh", """#!/bin/sh
# Henter kommunens egen virksomhed.
curl --cert /srv/datafordeler/certs/.datafordeler.pem \\
    'https://certservices.datafordeler.dk/CVR/HentCVRData/1/rest/hentVirksomhedMedCVRNummer?pCVRNummer=99887766'
""")
    put(f"{INT}/srv/datafordeler/certs/.datafordeler.pem", pem(own) + key_pem("data"),
        (DATA, "II", "foces", "pem", None, "beside"))


def digital_post(put):
    expiring = leaf(POST, issuer="III", kind="organisation", key="post", days=("2023-12-12", "2026-12-11"))
    thumbprint = hashlib.sha1(expiring).hexdigest().upper()
    # As the Windows dialog gives it to the clipboard: spaces, and a mark of direction that nobody sees.
    copied = "\u200e" + " ".join(thumbprint[at:at + 2] for at in range(0, 40, 2))
    near = thumbprint[:-1] + ("0" if thumbprint[-1] != "0" else "1")
    put(f"{INT}/srv/digitalpost/App.config", f"""<?xml version="1.0" encoding="utf-8"?>
<configuration>
  <appSettings>
    <add key="Endpoint" value="https://api.digitalpost.dk/apis/v1/"/>
    <add key="AndetCertifikat" value="{near}"/>
  </appSettings>
  <system.serviceModel><behaviors><endpointBehaviors><behavior name="post"><clientCredentials>
    <clientCertificate storeLocation="LocalMachine" storeName="My" x509FindType="FindByThumbprint"
      findValue="{copied}"/>
  </clientCredentials></behavior></endpointBehaviors></behaviors></system.serviceModel>
</configuration>
""")
    put(f"{INT}/srv/digitalpost/appsettings.json", json.dumps({
        "DigitalPost": {"Url": "https://api.digitalpost.dk/apis/v1/", "Certificate": "config/digitalpost.p12",
                        "Password": SECRET}}, indent=1) + "\n")
    put(f"{INT}/srv/digitalpost/config/digitalpost.p12", lambda: pkcs12(expiring, "post", "digitalpost"),
        (POST, "III", "organisation", "pkcs12", "digitalpost", "entry"), kept=True)


def invoices(put):
    own = invoice_leaf()
    serial = 0x40000000 + int.from_bytes(hashlib.sha256((INVOICE + "II-2").encode()).digest()[:7], "big") % 0x3FFFFFFF
    put(f"{INT}/srv/nemhandel/RaspConfiguration.xml", f"""<?xml version="1.0" encoding="utf-8"?>
<ConfigurationSections xmlns="http://oiosi.dk/rasp/xml/2007/04/01/">
  <OcesX509CertificateConfig xmlns="http://rep.oio.dk/oiosi.ehandel.gov.dk/xml/schemas/">
    <StoreName>My</StoreName>
    <CertificateSerialNumber>{serial:x}</CertificateSerialNumber>
  </OcesX509CertificateConfig>
  <LdapSettings><Host>crtdir.certifikat.dk</Host><Port>389</Port></LdapSettings>
</ConfigurationSections>
""")
    put(f"{INT}/srv/nemhandel/efaktura.jks", lambda: guarded([("efaktura", own, "invoice")]),
        (INVOICE, "II", "foces", "jks", "efaktura", "entry"), kept=True)


def cluster(put):
    own = leaf(CLUSTER, issuer="II-5", kind="foces", key="kubernetes")
    put(f"{INT}/srv/kubernetes/secret.yaml", secret(tls_crt=b64(pem(own).encode()), tls_key=b64(
        key_pem("kubernetes").encode())) + """---
apiVersion: v1
kind: ConfigMap
data:
  statstidende.url: https://api.statstidende.dk/v1/
""", (CLUSTER, "II", "foces", "pem", None, "beside"))


def user_sync(put):
    own = leaf(SYNC, issuer="III", kind="system", key="sync", days=("2025-06-02", "2028-06-01"))
    put(f"{INT}/opt/brugersync/docker-compose.yml", """services:
  brugersync:
    image: fjordby/brugersync:4
    environment:
      IDM_URL: https://services.nemlog-in.dk/api/
    volumes:
      - ./config/idm.jks:/app/idm.jks:ro
""")
    put(f"{INT}/opt/brugersync/config/idm.jks", lambda: guarded([("idm-2025", own, "sync")]),
        (SYNC, "III", "system", "jks", "idm-2025", "entry"), kept=True)


def unnamed(put):
    """No text names it: what it is for, a scan cannot tell."""
    own = leaf(UNNAMED, key="unnamed")
    put(f"{INT}/opt/gammelt/server.pem", pem(own) + key_pem("unnamed"), (UNNAMED, "II", "voces", "pem", None, "beside"))


def playbook(put):
    """Carries the land registry's keystore of fjordby-web01: one key in two systems."""
    put(f"{INT}/srv/ansible/borgersag.yml", """- hosts: fjordby-web01
  tasks:
    - name: Tinglysning
      ansible.builtin.copy:
        src: keystore/tinglysning.jks
        dest: "{{ borgersag_config }}/"
""")
    put(f"{INT}/srv/ansible/keystore/tinglysning.jks", deeds_store(),
        (DEEDS, "II", "foces", "jks", "tinglysning-2021", "entry"))


# --- fjordby-rpa01: robots, mail, people ------------------------------------------------

def robot(put):
    own = leaf(ROBOT, issuer="II-5", kind="moces", key="robot", email="robot@fjordby.example",
               days=("2022-02-01", "2025-02-01"))
    home = f"{RPA}/home/robot/UiPath/Fakturaflow"
    put(f"{home}/project.json", json.dumps({
        "name": "Fakturaflow", "projectType": "Workflow", "studioVersion": "21.10.4", "main": "Main.xaml"}, indent=1) + "\n")
    put(f"{home}/Main.xaml", """<Activity x:Class="Main" xmlns="http://schemas.microsoft.com/netfx/2009/xaml/activities"
  xmlns:ui="http://schemas.uipath.com/workflow/activities" xmlns:x="http://schemas.microsoft.com/winfx/2006/xaml">
  <ui:InvokeCode DisplayName="Log ind" Arguments="robot.pfx"/>
</Activity>
""")
    put(f"{home}/robot.pfx", lambda: pkcs12(own, "robot", "robot-rita"),
        (ROBOT, "II", "moces", "pkcs12", "robot-rita", "entry"), kept=True)


def mail_gateway(put):
    own = leaf(MAIL, key="gateway", email="sikkermail@fjordby.example", days=("2021-04-01", "2024-04-01"))
    put(f"{RPA}/etc/postfix/main.cf", """myhostname = sikkermail.fjordby.example
smtpd_tls_cert_file = /etc/postfix/tls/sikkermail.pem
smtpd_tls_key_file = /etc/postfix/tls/sikkermail.key
""")
    put(f"{RPA}/etc/dovecot/conf.d/10-ssl.conf", """ssl = required
ssl_cert = </etc/postfix/tls/sikkermail.pem
ssl_key = </etc/postfix/tls/sikkermail.key
""")
    put(f"{RPA}/etc/postfix/tls/sikkermail.pem", pem(own), (MAIL, "II", "voces", "pem", None, "beside"))
    put(f"{RPA}/etc/postfix/tls/sikkermail.key", key_pem("gateway"))
    put(f"{RPA}/srv/post/Maildir/cur/1640000000.M3.fjordby_2,S", lambda: encrypted(own, "sikkermail"), kept=True)


def encrypted(der, mailbox):
    """A mail that only the key of `der` opens."""
    with tempfile.TemporaryDirectory() as at:
        with open(f"{at}/c.pem", "w") as out:
            out.write(pem(der))
        done = subprocess.run(["openssl", "smime", "-encrypt", "-aes256", "-from", "bo@havblik.example", "-to",
                               f"{mailbox}@fjordby.example", "-subject", "Fortroligt", f"{at}/c.pem"],
                              input=b"Content-Type: text/plain\n\nHej fra Havblik\n", capture_output=True, check=True)
        return done.stdout.decode()


def people(put):
    ane = leaf(ANE, issuer="II-4", kind="moces", key="mail", email="ane@fjordby.example", days=("2021-01-20", "2024-01-20"))
    bo = leaf(BO, issuer="II-4", kind="moces", key="partner", cvr=PARTNER_CVR, organisation=PARTNER,
              email="bo@havblik.example")
    put(f"{RPA}/home/ane/Dokumenter/NemID-sikkerhedskopi.html", "<html><head><title>Sikkerhedskopi</title></head><body>\n<form>"
        "<input type=\"hidden\" name=\"pkcs12\" value=\"" + b64(cached("demo-ane.p12", lambda: pkcs12(
            ane, "mail", "Ane Fjord", "kun-ane-ved-det-55"))) + "\"></form></body></html>\n", failure="locked")
    put(f"{RPA}/home/ane/Maildir/cur/1616000000.M1.fjordby_2,S", lambda: cms_signed(ane, "mail"),
        (ANE, "II", "moces", "pkcs7", None, "none"), kept=True)
    put(f"{RPA}/home/ane/Maildir/cur/1616000100.M2.fjordby_2,S", "From: bo@havblik.example\nTo: ane@fjordby.example\n"
        "Subject: Mit certifikat\nMIME-Version: 1.0\nContent-Type: application/pkix-cert; name=\"bo.cer\"\n"
        "Content-Transfer-Encoding: base64\n\n" + wrap(bo, 76), (BO, "II", "moces", "der", None, "none"))
    new = leaf(MAIL3, issuer="III", kind="organisation", key="gateway3", email="sikkermail@fjordby.example",
               days=("2025-09-01", "2028-08-31"))
    put(f"{RPA}/home/mette/Hentede filer/sikkermail-2025.p12", lambda: pkcs12(new, "gateway3", "sikkermail", password=""),
        (MAIL3, "III", "organisation", "pkcs12", "sikkermail", "entry"), kept=True)
    parking = leaf(PARKING, issuer="II-2", kind="foces", key="parking", days=("2020-10-01", "2023-10-01"))
    put(f"{RPA}/srv/samba/Fællesdrev/IT/parkering.pem", pem(parking) + key_pem("parking"),
        (PARKING, "II", "foces", "pem", None, "beside"))
    seal = leaf(PARTNER_SEAL, issuer="I", key="partner", cvr=PARTNER_CVR, organisation=PARTNER,
                days=("2010-02-01", "2012-02-01"))
    put(f"{RPA}/srv/samba/Fællesdrev/Arkiv/2011/faktura-4711.xml", saml(b64(seal)),
        (PARTNER_SEAL, "I", "voces", "base64", None, "none"))
