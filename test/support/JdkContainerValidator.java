import java.io.File;
import java.io.FileInputStream;
import java.io.InputStream;
import java.net.URI;
import java.security.Key;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import javax.xml.crypto.AlgorithmMethod;
import javax.xml.crypto.Data;
import javax.xml.crypto.KeySelector;
import javax.xml.crypto.KeySelectorException;
import javax.xml.crypto.KeySelectorResult;
import javax.xml.crypto.OctetStreamData;
import javax.xml.crypto.URIDereferencer;
import javax.xml.crypto.URIReferenceException;
import javax.xml.crypto.XMLCryptoContext;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import javax.xml.crypto.dsig.keyinfo.X509Data;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Validates the detached signature of unpacked ASiC-E containers with the XML signature engine of the JDK (Apache Santuario),
 * secure validation on: references are files below the folder of the container. Arguments: trust anchor (PEM), time (ISO
 * 8601), folders. One line per folder: "ok FOLDER REFERENCES" or "refused FOLDER REASON".
 */
public final class JdkContainerValidator {
    private static final String XADES = "http://uri.etsi.org/01903/v1.3.2#";

    public static void main(String[] args) throws Exception {
        X509Certificate anchor;
        try (InputStream input = new FileInputStream(args[0])) {
            anchor = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(input);
        }
        Date at = Date.from(Instant.parse(args[1]));
        for (int index = 2; index < args.length; index++) {
            String answer;
            try {
                answer = validate(new File(args[index]), anchor, at);
            } catch (Exception error) {
                answer = "refused " + args[index] + " " + error.getClass().getSimpleName();
            }
            System.out.println(answer);
        }
    }

    private static String validate(File folder, X509Certificate anchor, Date at) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        Document document = factory.newDocumentBuilder().parse(new File(folder, "META-INF/signatures001.xml"));
        NodeList signatures = document.getElementsByTagNameNS(XMLSignature.XMLNS, "Signature");
        DOMValidateContext context = new DOMValidateContext(new PathSelector(anchor, at), signatures.item(0));
        context.setProperty("org.jcp.xml.dsig.secureValidation", Boolean.TRUE);
        Element properties = (Element) document.getElementsByTagNameNS(XADES, "SignedProperties").item(0);
        context.setIdAttributeNS(properties, null, "Id");
        XMLSignatureFactory signatureFactory = XMLSignatureFactory.getInstance("DOM");
        context.setURIDereferencer(new Files(folder, signatureFactory.getURIDereferencer()));
        XMLSignature signature = signatureFactory.unmarshalXMLSignature(context);
        int references = signature.getSignedInfo().getReferences().size();
        return signature.validate(context) ? "ok " + folder + " " + references : "refused " + folder + " signature";
    }

    /** References within the document go the usual way; all others are files of the container. */
    private static final class Files implements URIDereferencer {
        private final File folder;
        private final URIDereferencer usual;

        Files(File folder, URIDereferencer usual) {
            this.folder = folder;
            this.usual = usual;
        }

        @Override
        public Data dereference(javax.xml.crypto.URIReference reference, XMLCryptoContext context)
                throws URIReferenceException {
            String uri = reference.getURI();
            if (uri.isEmpty() || uri.startsWith("#")) {
                return usual.dereference(reference, context);
            }
            try {
                URI file = folder.getCanonicalFile().toURI().resolve(new URI(uri));
                return new OctetStreamData(new FileInputStream(new File(file)));
            } catch (Exception error) {
                throw new URIReferenceException(error);
            }
        }
    }

    /** The key of the first certificate in KeyInfo, where the path in KeyInfo leads to the anchor. */
    private static final class PathSelector extends KeySelector {
        private final X509Certificate anchor;
        private final Date at;

        PathSelector(X509Certificate anchor, Date at) {
            this.anchor = anchor;
            this.at = at;
        }

        @Override
        public KeySelectorResult select(KeyInfo info, Purpose purpose, AlgorithmMethod method, XMLCryptoContext context)
                throws KeySelectorException {
            try {
                List<X509Certificate> path = new ArrayList<>();
                for (Object entry : ((X509Data) info.getContent().get(0)).getContent()) {
                    path.add((X509Certificate) entry);
                }
                PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
                parameters.setRevocationEnabled(false);
                parameters.setDate(at);
                CertPathValidator.getInstance("PKIX")
                        .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
                Key key = path.get(0).getPublicKey();
                return () -> key;
            } catch (Exception error) {
                throw new KeySelectorException(error);
            }
        }
    }
}
