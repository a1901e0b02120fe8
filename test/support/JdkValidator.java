import java.io.File;
import java.io.FileInputStream;
import java.io.InputStream;
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
import javax.xml.crypto.KeySelector;
import javax.xml.crypto.KeySelectorException;
import javax.xml.crypto.KeySelectorResult;
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
 * Validates sealed files with the XML signature engine of the JDK (Apache Santuario), secure validation on, and
 * their certificate paths with the JDK's PKIX validator. It knows nothing of the axis but the names of the two elements that
 * have an Id. Arguments: trust anchor (PEM), then for each file the time (ISO 8601) and its name. One line per file: "ok FILE"
 * or "refused FILE REASON".
 */
public final class JdkValidator {
    private static final String EDXML = "http://www.mic.gov.vn/TBT/QCVN_102_2016";
    private static final String XADES = "http://uri.etsi.org/01903/v1.3.2#";

    public static void main(String[] args) throws Exception {
        X509Certificate anchor = readCertificate(args[0]);
        for (int index = 2; index < args.length; index += 2) {
            Date at = Date.from(Instant.parse(args[index - 1]));
            String reason;
            try {
                reason = validate(new File(args[index]), anchor, at);
            } catch (Exception error) {
                reason = error.getClass().getSimpleName();
            }
            System.out.println(reason == null ? "ok " + args[index] : "refused " + args[index] + " " + reason);
        }
    }

    private static String validate(File file, X509Certificate anchor, Date at) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        Document document = factory.newDocumentBuilder().parse(file);
        NodeList signatures = document.getElementsByTagNameNS(XMLSignature.XMLNS, "Signature");
        if (signatures.getLength() != 1) {
            return "signatures: " + signatures.getLength();
        }
        DOMValidateContext context = new DOMValidateContext(new PathSelector(anchor, at), signatures.item(0));
        context.setProperty("org.jcp.xml.dsig.secureValidation", Boolean.TRUE);
        declareId(context, document, EDXML, "edXMLEnvelope");
        declareId(context, document, XADES, "SignedProperties");
        XMLSignature signature = XMLSignatureFactory.getInstance("DOM").unmarshalXMLSignature(context);
        if (signature.getSignedInfo().getReferences().size() != 2) {
            return "references: " + signature.getSignedInfo().getReferences().size();
        }
        return signature.validate(context) ? null : "signature";
    }

    private static void declareId(DOMValidateContext context, Document document, String namespace, String name) {
        NodeList elements = document.getElementsByTagNameNS(namespace, name);
        for (int index = 0; index < elements.getLength(); index++) {
            Element element = (Element) elements.item(index);
            element.setIdAttributeNS(null, "Id", true);
            context.setIdAttributeNS(element, null, "Id");
        }
    }

    private static X509Certificate readCertificate(String path) throws Exception {
        try (InputStream input = new FileInputStream(path)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(input);
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
                X509Data data = (X509Data) info.getContent().get(0);
                List<X509Certificate> path = new ArrayList<>();
                for (Object entry : data.getContent()) {
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
