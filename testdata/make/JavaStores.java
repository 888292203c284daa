import java.io.*;
import java.security.*;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.crypto.spec.SecretKeySpec;

/** Writes the keystores of the JDK and of BouncyCastle into the working directory. */
public class JavaStores {
    static final char[] PASSWORD = "changeit".toCharArray();
    static Certificate root, other;

    public static void main(String[] none) throws Exception {
        Security.addProvider(new org.bouncycastle.jce.provider.BouncyCastleProvider());
        root = certificate("root.crt");
        other = certificate("other.crt");
        for (String type : new String[] {"JKS", "JCEKS", "BKS", "BKS-V1", "UBER", "BCFKS"}) {
            KeyStore mixed = empty(type);
            key(mixed, "fjordby integration", "rsa");
            mixed.setCertificateEntry("eksempel rod", root);
            mixed.setCertificateEntry("anden", other);
            save(mixed, "mixed");
        }
        for (String type : new String[] {"JKS", "BKS"}) {
            KeyStore trust = empty(type);
            trust.setCertificateEntry("rod", root);
            trust.setCertificateEntry("anden", other);
            save(trust, "trust");
            save(empty(type), "empty");
            KeyStore danish = empty(type);
            key(danish, "nøgle æøå 🔑", "ec");
            danish.setCertificateEntry("blåbærgrød", other);
            save(danish, "danish");
        }
        KeyStore secret = empty("JCEKS");
        secret.setKeyEntry("a-secret", new SecretKeySpec(new byte[16], "AES"), PASSWORD, null);
        secret.setKeyEntry("z-secret", new SecretKeySpec(new byte[32], "AES"), PASSWORD, null);
        key(secret, "robot", "ec");
        secret.setCertificateEntry("rod", root);
        save(secret, "secret");
        KeyStore sealed = empty("BKS");
        sealed.setKeyEntry("a-secret", new SecretKeySpec(new byte[16], "AES"), PASSWORD, null);
        key(sealed, "robot", "ec");
        sealed.setCertificateEntry("rod", root);
        save(sealed, "secret");
    }

    static KeyStore empty(String type) throws Exception {
        KeyStore store = type.startsWith("J") ? KeyStore.getInstance(type) : KeyStore.getInstance(type, "BC");
        store.load(null, null);
        return store;
    }

    static void key(KeyStore store, String alias, String name) throws Exception {
        KeyStore from = KeyStore.getInstance("PKCS12");
        try (InputStream in = new FileInputStream(name + ".p12")) {
            from.load(in, PASSWORD);
        }
        store.setKeyEntry(alias, from.getKey("leaf", PASSWORD), PASSWORD, from.getCertificateChain("leaf"));
    }

    static Certificate certificate(String file) throws Exception {
        try (InputStream in = new FileInputStream(file)) {
            return CertificateFactory.getInstance("X.509", "SUN").generateCertificate(in);
        }
    }

    static void save(KeyStore store, String name) throws Exception {
        try (OutputStream out = new FileOutputStream(name + "." + store.getType().toLowerCase())) {
            store.store(out, PASSWORD);
        }
    }
}
