import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import javax.xml.crypto.AlgorithmMethod;
import javax.xml.crypto.KeySelector;
import javax.xml.crypto.KeySelectorException;
import javax.xml.crypto.KeySelectorResult;
import javax.xml.crypto.XMLCryptoContext;
import javax.xml.crypto.dom.DOMStructure;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLObject;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import javax.xml.crypto.dsig.keyinfo.KeyInfoFactory;
import javax.xml.crypto.dsig.keyinfo.X509Data;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Verifies and seals one packet with the XML signature engine of the JDK, over and over, as a program that is running
 * would: parsing included, secure validation on, the path checked by the JDK's PKIX validator; sealing parses the packet
 * without its seal, seals it, and writes it. Factories, keys and trust are made once. Arguments: the folder with the
 * packet, the time. Each line of input, "verify N" or "sign N", is answered with nanoseconds.
 */
public final class JdkSigning {
    private static final String EDXML = "http://www.mic.gov.vn/TBT/QCVN_102_2016";
    private static final String XADES = "http://uri.etsi.org/01903/v1.3.2#";
    private static final String RSA = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
    private static final XMLSignatureFactory SIGNATURES = XMLSignatureFactory.getInstance("DOM");

    private final DocumentBuilder builder;
    private final Transformer writer;
    private final PKIXParameters parameters;
    private final CertPathValidator paths = CertPathValidator.getInstance("PKIX");
    private final CertificateFactory certificates = CertificateFactory.getInstance("X.509");
    private final PrivateKey key;
    private final X509Certificate certificate;
    private final byte[] sealed;
    private final byte[] unsealed;
    private final Node properties;

    public static void main(String[] args) throws Exception {
        JdkSigning engine = new JdkSigning(Path.of(args[0]), Date.from(Instant.parse(args[1])));
        engine.verify(engine.sign());
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ");
            boolean verifies = words[0].equals("verify");
            int count = Integer.parseInt(words[1]);
            long from = System.nanoTime();
            for (int done = 0; done < count; done++) {
                if (verifies) {
                    engine.verify(engine.sealed);
                } else {
                    engine.sign();
                }
            }
            System.out.println(System.nanoTime() - from);
        }
    }

    private JdkSigning(Path folder, Date at) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        builder = factory.newDocumentBuilder();
        writer = TransformerFactory.newInstance().newTransformer();
        X509Certificate anchor = read(folder.resolve("trust.pem"));
        parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(at);
        certificate = read(folder.resolve("certificate.pem"));
        String pem = Files.readString(folder.resolve("key.pem")).replaceAll("-----[^-]*-----|\\s", "");
        key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
        sealed = Files.readAllBytes(folder.resolve("packet.xml"));
        String text = new String(sealed, StandardCharsets.UTF_8);
        unsealed = text.replaceAll("<ds:Signature .*</ds:Signature>", "").getBytes(StandardCharsets.UTF_8);
        Document document = builder.parse(new ByteArrayInputStream(sealed));
        properties = document.getElementsByTagNameNS(XADES, "QualifyingProperties").item(0);
    }

    private X509Certificate read(Path path) throws Exception {
        return (X509Certificate) certificates.generateCertificate(new ByteArrayInputStream(Files.readAllBytes(path)));
    }

    private void verify(byte[] file) throws Exception {
        Document document = builder.parse(new ByteArrayInputStream(file));
        NodeList signatures = document.getElementsByTagNameNS(XMLSignature.XMLNS, "Signature");
        DOMValidateContext context = new DOMValidateContext(new PathSelector(), signatures.item(0));
        context.setProperty("org.jcp.xml.dsig.secureValidation", Boolean.TRUE);
        declareId(context, element(document, EDXML, "edXMLEnvelope"));
        declareId(context, element(document, XADES, "SignedProperties"));
        if (signatures.getLength() != 1 || !SIGNATURES.unmarshalXMLSignature(context).validate(context)) {
            throw new IllegalStateException("the packet does not verify");
        }
    }

    private byte[] sign() throws Exception {
        Document document = builder.parse(new ByteArrayInputStream(unsealed));
        Element envelope = element(document, EDXML, "edXMLEnvelope");
        DOMSignContext context = new DOMSignContext(key, element(document, EDXML, "edXMLHeader"));
        context.setDefaultNamespacePrefix("ds");
        Node own = document.importNode(properties, true);
        declareId(context, envelope);
        declareId(context, (Element) own.getFirstChild());
        XMLObject object = SIGNATURES.newXMLObject(List.of(new DOMStructure(own)), null, null, null);
        KeyInfoFactory keys = SIGNATURES.getKeyInfoFactory();
        KeyInfo info = keys.newKeyInfo(List.of(keys.newX509Data(List.of(certificate))));
        SIGNATURES.newXMLSignature(signedInfo(envelope), info, List.of(object), "seal", null).sign(context);
        ByteArrayOutputStream output = new ByteArrayOutputStream(8_192);
        writer.transform(new DOMSource(document), new StreamResult(output));
        return output.toByteArray();
    }

    private static SignedInfo signedInfo(Element envelope) throws Exception {
        DigestMethod sha256 = SIGNATURES.newDigestMethod(DigestMethod.SHA256, null);
        Transform enveloped = SIGNATURES.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null);
        Transform exclusive =
                SIGNATURES.newTransform(CanonicalizationMethod.EXCLUSIVE, (TransformParameterSpec) null);
        Reference content = SIGNATURES.newReference(
                "#" + envelope.getAttribute("Id"), sha256, List.of(enveloped, exclusive), null, "seal-content");
        Reference signedProperties = SIGNATURES.newReference(
                "#seal-properties", sha256, List.of(exclusive), "http://uri.etsi.org/01903#SignedProperties", null);
        return SIGNATURES.newSignedInfo(
                SIGNATURES.newCanonicalizationMethod(
                        CanonicalizationMethod.EXCLUSIVE, (C14NMethodParameterSpec) null),
                SIGNATURES.newSignatureMethod(RSA, null),
                List.of(content, signedProperties));
    }

    private static Element element(Document document, String namespace, String name) {
        return (Element) document.getElementsByTagNameNS(namespace, name).item(0);
    }

    private static void declareId(javax.xml.crypto.dom.DOMCryptoContext context, Element element) {
        context.setIdAttributeNS(element, null, "Id");
        element.setIdAttributeNS(null, "Id", true);
    }

    /** The key of the first certificate in KeyInfo, where the path in KeyInfo leads to the anchor. */
    private final class PathSelector extends KeySelector {
        @Override
        public KeySelectorResult select(KeyInfo info, Purpose purpose, AlgorithmMethod method, XMLCryptoContext context)
                throws KeySelectorException {
            try {
                List<X509Certificate> path = new ArrayList<>();
                for (Object entry : ((X509Data) info.getContent().get(0)).getContent()) {
                    path.add((X509Certificate) entry);
                }
                paths.validate(certificates.generateCertPath(path), parameters);
                PublicKey publicKey = path.get(0).getPublicKey();
                return () -> publicKey;
            } catch (Exception error) {
                throw new KeySelectorException(error);
            }
        }
    }
}
