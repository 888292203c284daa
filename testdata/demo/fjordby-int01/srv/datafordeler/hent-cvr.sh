#!/bin/sh
# Henter kommunens egen virksomhed.
curl --cert /srv/datafordeler/certs/.datafordeler.pem \
    'https://certservices.datafordeler.dk/CVR/HentCVRData/1/rest/hentVirksomhedMedCVRNummer?pCVRNummer=99887766'
