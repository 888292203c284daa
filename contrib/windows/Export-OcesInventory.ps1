<#
.SYNOPSIS
    Writes the certificate stores of this Windows machine into one JSON file
    that "oces scan" reads.

.DESCRIPTION
    Reads only: certificates (the public part), friendly names, whether a
    private key is attached and which provider holds it, the TLS bindings of
    http.sys and IIS, and the accounts that services run as. It never opens,
    uses or exports a private key, asks for no password, starts no other
    program, changes no setting, and sends nothing. It writes one file: -Path.

    As an ordinary user it reads the stores of the current user. As an
    administrator it also reads those of the machine and of its services.
    What it could not read is listed in the file ("errors"), and "oces scan"
    then says that the scan is incomplete.

    For Windows PowerShell 5.1. WRITTEN FROM THE DOCUMENTATION; it was not run
    on Windows before it was published. Please report what it got wrong.

.PARAMETER Path
    The file to write. It must not exist unless -Force is given.

.PARAMETER CurrentUserOnly
    Only the stores of the current user are wanted: that those of the machine
    are missing is then no error.

.PARAMETER Force
    Overwrites the file.

.EXAMPLE
    powershell.exe -NoProfile -ExecutionPolicy Bypass -File .\Export-OcesInventory.ps1 -Path C:\Temp\web01.json
#>
[CmdletBinding()]
param(
    [string]$Path = ('.\oces-inventory-{0}.json' -f $env:COMPUTERNAME),
    [switch]$CurrentUserOnly,
    [switch]$Force
)

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

$script:Errors = New-Object System.Collections.ArrayList

function Add-OcesError {
    param([string]$Where, [string]$Message)
    [void]$script:Errors.Add([ordered]@{ where = $Where; message = $Message })
}

# The elements of a serialized certificate: id, encoding and length (4 octets
# each, little-endian), then the data. Id 2 names the key container, 11 is the
# friendly name, 32 the certificate itself.
function Read-OcesBlob {
    param([byte[]]$Blob)
    $found = @{}
    if ($null -eq $Blob) { return $found }
    $at = 0
    while ($at + 12 -le $Blob.Length) {
        $id = [BitConverter]::ToUInt32($Blob, $at)
        $length = [BitConverter]::ToUInt32($Blob, $at + 8)
        $at += 12
        if ($length -gt ($Blob.Length - $at)) { break }
        $data = New-Object byte[] ([int]$length)
        [Array]::Copy($Blob, $at, $data, 0, [int]$length)
        $found[[int64]$id] = $data
        $at += [int]$length
    }
    return $found
}

# A text in UTF-16 that begins at an offset and ends with a NUL.
function Read-OcesText {
    param([byte[]]$Data, [int64]$Offset)
    if ($Offset -lt 0 -or $Offset -ge $Data.Length) { return $null }
    $text = [Text.Encoding]::Unicode.GetString($Data, [int]$Offset, $Data.Length - [int]$Offset)
    return $text.Split([char]0)[0]
}

# The provider and the container of a key, as CRYPT_KEY_PROV_INFO is stored:
# two offsets of 4 octets from its own beginning.
function Read-OcesProvider {
    param([byte[]]$Data)
    if ($Data.Length -lt 8) { return @{ provider = $null; container = $null } }
    return @{
        container = Read-OcesText -Data $Data -Offset ([BitConverter]::ToUInt32($Data, 0))
        provider  = Read-OcesText -Data $Data -Offset ([BitConverter]::ToUInt32($Data, 4))
    }
}

# The serialized certificate as Windows keeps it, where that can be read
# without opening the key: in the registry, or in a file of the profile.
function Find-OcesBlob {
    param([string]$Location, [string]$Store, [string]$Thumbprint)
    $hive = 'HKCU:'
    if ($Location -eq 'LocalMachine') { $hive = 'HKLM:' }
    $key = '{0}\SOFTWARE\Microsoft\SystemCertificates\{1}\Certificates\{2}' -f $hive, $Store, $Thumbprint
    try {
        if (Test-Path -LiteralPath $key) {
            return [byte[]](Get-ItemProperty -LiteralPath $key -Name 'Blob').Blob
        }
        if ($Location -eq 'CurrentUser') {
            $file = Join-Path $env:APPDATA ('Microsoft\SystemCertificates\{0}\Certificates\{1}' -f $Store, $Thumbprint)
            if (Test-Path -LiteralPath $file) {
                return [IO.File]::ReadAllBytes($file)
            }
        }
    }
    catch {
        Add-OcesError -Where ('{0}\{1}\{2}' -f $Location, $Store, $Thumbprint) -Message ('key provider: ' + $_.Exception.Message)
    }
    return $null
}

function Get-OcesCertificate {
    param($Certificate, [string]$Location, [string]$Store)
    $provider = @{ provider = $null; container = $null }
    if ($Certificate.HasPrivateKey) {
        $blob = Find-OcesBlob -Location $Location -Store $Store -Thumbprint $Certificate.Thumbprint
        if ($null -ne $blob) {
            $elements = Read-OcesBlob -Blob $blob
            if ($elements.ContainsKey([int64]2)) { $provider = Read-OcesProvider -Data $elements[[int64]2] }
        }
    }
    return [ordered]@{
        thumbprint    = $Certificate.Thumbprint
        friendlyName  = $Certificate.FriendlyName
        hasPrivateKey = [bool]$Certificate.HasPrivateKey
        provider      = $provider.provider
        keyContainer  = $provider.container
        archived      = [bool]$Certificate.Archived
        raw           = [Convert]::ToBase64String($Certificate.RawData)
    }
}

# The stores of a location, by the certificate provider; each is opened for
# reading only and never created.
function Get-OcesStores {
    param([string]$Location)
    $stores = @()
    $names = @()
    try {
        $names = @(Get-ChildItem -Path ('Cert:\{0}' -f $Location) | ForEach-Object { $_.Name })
    }
    catch {
        Add-OcesError -Where $Location -Message $_.Exception.Message
    }
    $flags = [Security.Cryptography.X509Certificates.OpenFlags]'ReadOnly, OpenExistingOnly, IncludeArchived'
    foreach ($name in $names) {
        $certificates = @()
        $store = $null
        try {
            $store = New-Object Security.Cryptography.X509Certificates.X509Store($name, [Security.Cryptography.X509Certificates.StoreLocation]$Location)
            $store.Open($flags)
            foreach ($certificate in $store.Certificates) {
                try {
                    $certificates += , (Get-OcesCertificate -Certificate $certificate -Location $Location -Store $name)
                }
                catch {
                    Add-OcesError -Where ('{0}\{1}' -f $Location, $name) -Message $_.Exception.Message
                }
            }
        }
        catch {
            Add-OcesError -Where ('{0}\{1}' -f $Location, $name) -Message $_.Exception.Message
        }
        finally {
            if ($null -ne $store) { $store.Close() }
        }
        $stores += , ([ordered]@{ location = $Location; store = $name; service = $null; certificates = @($certificates) })
    }
    return , $stores
}

# The stores of services lie in the registry only; .NET does not open them.
function Get-OcesServiceStores {
    $stores = @()
    $base = 'HKLM:\SOFTWARE\Microsoft\Cryptography\Services'
    if (-not (Test-Path -LiteralPath $base)) { return , $stores }
    $services = @()
    try {
        $services = @(Get-ChildItem -LiteralPath $base)
    }
    catch {
        Add-OcesError -Where 'Services' -Message $_.Exception.Message
    }
    foreach ($service in $services) {
        $serviceName = $service.PSChildName
        try {
            $home_ = '{0}\{1}\SystemCertificates' -f $base, $serviceName
            if (-not (Test-Path -LiteralPath $home_)) { continue }
            foreach ($store in @(Get-ChildItem -LiteralPath $home_)) {
                $keys = '{0}\{1}\Certificates' -f $home_, $store.PSChildName
                $certificates = @()
                if (Test-Path -LiteralPath $keys) {
                    foreach ($key in @(Get-ChildItem -LiteralPath $keys)) {
                        $elements = Read-OcesBlob -Blob ([byte[]]$key.GetValue('Blob'))
                        if (-not $elements.ContainsKey([int64]32)) {
                            Add-OcesError -Where ('Services\{0}\{1}\{2}' -f $serviceName, $store.PSChildName, $key.PSChildName) -Message 'no certificate in the value Blob'
                            continue
                        }
                        $friendlyName = ''
                        if ($elements.ContainsKey([int64]11)) { $friendlyName = Read-OcesText -Data $elements[[int64]11] -Offset 0 }
                        $provider = @{ provider = $null; container = $null }
                        if ($elements.ContainsKey([int64]2)) { $provider = Read-OcesProvider -Data $elements[[int64]2] }
                        $certificates += , ([ordered]@{
                                thumbprint    = $key.PSChildName
                                friendlyName  = $friendlyName
                                hasPrivateKey = $elements.ContainsKey([int64]2)
                                provider      = $provider.provider
                                keyContainer  = $provider.container
                                archived      = $elements.ContainsKey([int64]19)
                                raw           = [Convert]::ToBase64String($elements[[int64]32])
                            })
                    }
                }
                $stores += , ([ordered]@{ location = 'Services'; store = $store.PSChildName; service = $serviceName; certificates = @($certificates) })
            }
        }
        catch {
            Add-OcesError -Where ('Services\{0}' -f $serviceName) -Message $_.Exception.Message
        }
    }
    return , $stores
}

# The TLS bindings of http.sys: those of IIS, WinRM, AD FS and others alike.
function Get-OcesHttpSysBindings {
    $bindings = @()
    foreach ($kind in @('SslBindingInfo', 'SslSniBindingInfo', 'SslCcsBindingInfo')) {
        $base = 'HKLM:\SYSTEM\CurrentControlSet\Services\HTTP\Parameters\{0}' -f $kind
        try {
            if (-not (Test-Path -LiteralPath $base)) { continue }
            foreach ($key in @(Get-ChildItem -LiteralPath $base)) {
                $thumbprint = $null
                $hash = $key.GetValue('SslCertHash')
                if ($null -ne $hash) { $thumbprint = ([BitConverter]::ToString([byte[]]$hash)).Replace('-', '') }
                $application = $key.GetValue('AppId')
                if ($application -is [byte[]] -and $application.Length -eq 16) { $application = (New-Object Guid(, $application)).ToString() }
                $bindings += , ([ordered]@{
                        kind       = $kind
                        endpoint   = $key.PSChildName
                        thumbprint = $thumbprint
                        store      = [string]$key.GetValue('SslCertStoreName')
                        appId      = [string]$application
                    })
            }
        }
        catch {
            Add-OcesError -Where ('http.sys {0}' -f $kind) -Message $_.Exception.Message
        }
    }
    return , $bindings
}

# The sites of IIS and their bindings, from its configuration file; which
# certificate a binding has stands in http.sys.
function Get-OcesIisBindings {
    $bindings = @()
    $file = Join-Path $env:windir 'System32\inetsrv\config\applicationHost.config'
    try {
        if (-not (Test-Path -LiteralPath $file)) { return , $bindings }
        $document = New-Object Xml.XmlDocument
        $document.XmlResolver = $null
        $document.Load($file)
        foreach ($site in $document.SelectNodes('/configuration/system.applicationHost/sites/site')) {
            foreach ($binding in $site.SelectNodes('bindings/binding')) {
                $bindings += , ([ordered]@{
                        site     = $site.GetAttribute('name')
                        protocol = $binding.GetAttribute('protocol')
                        binding  = $binding.GetAttribute('bindingInformation')
                        sslFlags = $binding.GetAttribute('sslFlags')
                    })
            }
        }
    }
    catch {
        Add-OcesError -Where 'IIS' -Message $_.Exception.Message
    }
    return , $bindings
}

function Get-OcesServices {
    $services = @()
    try {
        foreach ($service in @(Get-CimInstance -ClassName Win32_Service)) {
            $services += , ([ordered]@{ name = $service.Name; account = $service.StartName; state = $service.State; startMode = $service.StartMode })
        }
    }
    catch {
        Add-OcesError -Where 'services' -Message $_.Exception.Message
    }
    return , $services
}

$identity = [Security.Principal.WindowsIdentity]::GetCurrent()
$principal = New-Object Security.Principal.WindowsPrincipal($identity)
$elevated = $principal.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)

$stores = Get-OcesStores -Location 'CurrentUser'
$iisBindings = @()
$httpSysBindings = @()
$services = @()
if ($elevated -and -not $CurrentUserOnly) {
    $stores += Get-OcesStores -Location 'LocalMachine'
    $stores += Get-OcesServiceStores
    $httpSysBindings = Get-OcesHttpSysBindings
    $iisBindings = Get-OcesIisBindings
    $services = Get-OcesServices
}
elseif (-not $CurrentUserOnly) {
    Add-OcesError -Where 'LocalMachine and Services' -Message 'not read: the script did not run as administrator'
}

$inventory = [ordered]@{
    format          = 'oces-windows-inventory'
    version         = 1
    host            = $env:COMPUTERNAME
    collectedAt     = [DateTime]::UtcNow.ToString('yyyy-MM-ddTHH:mm:ssZ', [Globalization.CultureInfo]::InvariantCulture)
    user            = $identity.Name
    elevated        = [bool]$elevated
    currentUserOnly = [bool]$CurrentUserOnly
    stores          = @($stores)
    iisBindings     = @($iisBindings)
    httpSysBindings = @($httpSysBindings)
    services        = @($services)
    errors          = @($script:Errors)
}

$target = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
if ((Test-Path -LiteralPath $target) -and -not $Force) {
    throw ('{0} exists; use -Force to overwrite it' -f $target)
}
$json = ConvertTo-Json -InputObject $inventory -Depth 8
[IO.File]::WriteAllText($target, $json, (New-Object Text.UTF8Encoding($false)))

$count = 0
foreach ($store in $stores) { $count += @($store.certificates).Count }
Write-Output ('{0}: {1} certificates in {2} stores, {3} errors' -f $target, $count, @($stores).Count, $script:Errors.Count)
