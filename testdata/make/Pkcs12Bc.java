import java.io.*;
import java.security.*;
import java.security.cert.*;
import java.util.Map;
import java.util.TreeMap;

/** Writes a key with its chain, and a trusted root, in Bouncy Castle's flavours of PKCS#12. */
public class Pkcs12Bc {
  public static void main(String[] arguments) throws Exception {
    Security.addProvider(new org.bouncycastle.jce.provider.BouncyCastleProvider());
    KeyStore source = KeyStore.getInstance("PKCS12");
    source.load(new FileInputStream(arguments[0]), "hemmelig".toCharArray());
    java.security.cert.Certificate root =
        CertificateFactory.getInstance("X.509").generateCertificate(new FileInputStream(arguments[1]));
    Map<String, String> flavours = new TreeMap<>(Map.of(
        "bc-default", "PKCS12", "bc-def", "PKCS12-DEF", "bc-3des", "PKCS12-3DES-3DES",
        "bc-ber-flag", "PKCS12"));
    for (Map.Entry<String, String> flavour : flavours.entrySet()) {
      KeyStore store = KeyStore.getInstance(flavour.getValue(), "BC");
      store.load(null, null);
      store.setKeyEntry("leaf", source.getKey("leaf", "hemmelig".toCharArray()), "changeit".toCharArray(),
          source.getCertificateChain("leaf"));
      store.setCertificateEntry("trusted", root);
      try (OutputStream out = new FileOutputStream(arguments[2] + "/" + flavour.getKey() + ".p12")) {
        if (flavour.getKey().equals("bc-ber-flag")) {
          store.store(new org.bouncycastle.jcajce.PKCS12StoreParameter(out, "changeit".toCharArray(), false));
        } else {
          store.store(out, "changeit".toCharArray());
        }
      }
    }
  }
}
