$url = 'https://ei-indberetning.skat.dk:444/B2B/EIndkomst/'
$kode = ConvertTo-SecureString 'Blomkaal-i-oktober-88' -AsPlainText -Force
$cert = Get-PfxData -FilePath '\\fjordby-fil02\certifikater\eindkomst-2020.pfx' -Password $kode
