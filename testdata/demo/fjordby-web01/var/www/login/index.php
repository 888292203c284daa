<?php
// Login som det var indtil oktober 2023.
$launcher = 'https://applet.danid.dk/launcher/lmt/';
$svar = new SimpleXMLElement(file_get_contents('php://input'));
preg_match('/CVR:(\d{8})-RID:(\d+)/', $svar->serialNumber, $hvem);
list($firma, $cvr) = explode(' // CVR:', $svar->organisation);
