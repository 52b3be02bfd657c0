package io.portsicle.acceptance.visitor;

import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

/// What h2spec found, case by case.
public record H2specReport(List<Case> cases) {
    /// One case: its section and what it does (`http2/5.1.1: Sends even-numbered stream
    /// identifier`), and what h2spec has to say against it.
    public record Case(String name, boolean isPassed, String objection) {}

    /// What h2spec objects to it quotes as it came, with bytes that XML has no place for.
    private static final Pattern NOT_IN_XML = Pattern.compile("[\\p{Cntrl}&&[^\\t\\n\\r]]");

    static H2specReport read(Path file) {
        try {
            String xml = NOT_IN_XML.matcher(Files.readString(file)).replaceAll(".");
            NodeList cases =
                    DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(new InputSource(new StringReader(xml)))
                            .getElementsByTagName("testcase");
            return new H2specReport(
                    IntStream.range(0, cases.getLength())
                            .mapToObj(index -> read((Element) cases.item(index)))
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SAXException | ParserConfigurationException e) {
            throw new AssertionError("no report of h2spec: " + file + ": " + e.getMessage(), e);
        }
    }

    public List<Case> failures() {
        return cases.stream().filter(item -> !item.isPassed()).toList();
    }

    private static Case read(Element element) {
        String name = element.getAttribute("package") + ": " + element.getAttribute("classname");
        boolean isPassed = element.getElementsByTagName("*").getLength() == 0;
        return new Case(name, isPassed, element.getTextContent().strip());
    }
}
