package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.acceptance.process.ChildProcess;
import io.portsicle.acceptance.process.RelayProcess;
import io.portsicle.acceptance.process.Tool;
import io.portsicle.acceptance.visitor.Crowd;
import io.portsicle.acceptance.visitor.RawResponse;
import io.portsicle.acceptance.visitor.RawVisitor;
import io.portsicle.acceptance.wire.Content;
import io.portsicle.acceptance.wire.RawHead;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The claim that the tunnel is a standard: HTTP/2 servers that were not made for Portsicle serve
/// its visitors.
@ParameterizedClass
@EnumSource
class ForeignAgentTest {
    /// Agents that others could have written.
    enum Language {
        PYTHON {
            @Override
            ChildProcess start(RelayProcess relay, String origin) {
                Path python = Tool.require("python3");
                Path packages = Path.of("target", "python").toAbsolutePath();
                if (!Files.exists(packages.resolve("h2"))) {
                    installPackages(python, packages);
                }
                return ChildProcess.start(
                        List.of(
                                python.toString(),
                                FOREIGN.resolve("ptth_agent.py").toString(),
                                "127.0.0.1",
                                Integer.toString(relay.port()),
                                origin),
                        Map.of("PYTHONPATH", packages.toString()));
            }
        },
        GO {
            @Override
            ChildProcess start(RelayProcess relay, String origin) {
                Path program = Path.of("target", "go-agent").toAbsolutePath();
                Path go =
                        Tool.find("go")
                                .orElseGet(
                                        () ->
                                                Assumptions.abort(
                                                        "go is not installed; Python's agent is the"
                                                                + " proof"));
                build(go, program);
                return ChildProcess.start(
                        List.of(program.toString(), "127.0.0.1:" + relay.port(), origin));
            }
        };

        private static final Path FOREIGN =
                Path.of("src", "test", "resources", "foreign").toAbsolutePath();

        abstract ChildProcess start(RelayProcess relay, String origin);

        private static void installPackages(Path python, Path packages) {
            try (var pip =
                    ChildProcess.start(
                            List.of(
                                    python.toString(),
                                    "-m",
                                    "pip",
                                    "install",
                                    "--quiet",
                                    "--target",
                                    packages.toString(),
                                    "h2==4.3.0",
                                    "hpack==4.1.0",
                                    "hyperframe==6.1.0"))) {
                if (pip.awaitExit() != 0) {
                    Tool.missing("the Python package h2 (" + pip.err() + ")");
                }
            }
        }

        private static void build(Path go, Path program) {
            try (var build =
                    ChildProcess.start(
                            List.of(go.toString(), "build", "-o", program.toString(), "."),
                            Map.of("GOTOOLCHAIN", "local", "GOFLAGS", "-mod=mod"),
                            FOREIGN.resolve("go"))) {
                Assumptions.assumeTrue(
                        build.awaitExit() == 0,
                        () -> "go is too old for its HTTP/2 server: " + build.err());
            }
        }
    }

    @Parameter Language language;

    @AutoClose private final RelayProcess relay = RelayProcess.start();

    private final URI url = URI.create("http://foreign.localhost:" + relay.port());

    @Test
    void itServesVisitors() throws Exception {
        try (ChildProcess agent = language.start(relay, url.toString())) {
            assertThat(agent.awaitLine("HTTP/1.1")).contains("101");

            assertRequestArrives();
            assertBodiesArriveBothWays();
            assertALongDownloadArrivesWithinItsWindows();
            assertManyVisitorsAtOnceGetTheirOwnAnswers();
            leaveInTheMiddleOfDownloads();
            assertThat(RawVisitor.get(url, "/bytes/10").text())
                    .as(agent.toString())
                    .isEqualTo("bbbbbbbbbb");
            assertThat(agent.isAlive()).as(agent.toString()).isTrue();
        }
    }

    private void assertRequestArrives() throws IOException {
        RawResponse response = RawVisitor.get(url, "/a%2Fb?c=d");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.field("x-path")).isEqualTo("/a%2Fb?c=d");
        assertThat(response.field("x-method")).isEqualTo("GET");
        assertThat(response.field("x-authority")).isEqualTo(url.getAuthority());
        assertThat(response.body()).isEmpty();
    }

    private void assertBodiesArriveBothWays() throws Exception {
        var content = new Content(4 * Content.MIB + 5);
        try (RawVisitor visitor = RawVisitor.of(url);
                Crowd upload =
                        Crowd.send(
                                1,
                                index -> {
                                    visitor.send(
                                            "POST /echo HTTP/1.1\r\n"
                                                    + "Host: {host}\r\n"
                                                    + "Content-Length: "
                                                    + content.size()
                                                    + "\r\n\r\n");
                                    content.writeTo(visitor.out());
                                })) {
            RawHead head = visitor.readHead();
            assertThat(Content.sha256(visitor.body(head))).isEqualTo(content.sha256());
            upload.await();
        }
    }

    private void assertALongDownloadArrivesWithinItsWindows() throws IOException {
        assertThat(RawVisitor.get(url, "/bytes/20000000").body()).hasSize(20_000_000);
    }

    private void assertManyVisitorsAtOnceGetTheirOwnAnswers() throws Exception {
        Crowd.all(
                50,
                index -> {
                    try (RawVisitor visitor = RawVisitor.of(url)) {
                        for (int request = 0; request < 10; request++) {
                            String said = index + " said " + request;
                            assertThat(visitor.post("/echo", said).text()).isEqualTo(said);
                        }
                    }
                });
    }

    private void leaveInTheMiddleOfDownloads() throws Exception {
        Crowd.all(
                20,
                index -> {
                    try (RawVisitor visitor = RawVisitor.of(url)) {
                        visitor.request("GET", "/bytes/50000000").readHead();
                        visitor.abort();
                    }
                });
    }
}
