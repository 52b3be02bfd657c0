package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.acceptance.conformance.Conformance;
import io.portsicle.acceptance.local.TestAuthority;
import io.portsicle.acceptance.local.shop.ShopProcess;
import io.portsicle.acceptance.visitor.Curl;
import io.portsicle.acceptance.visitor.RawVisitor;
import io.portsicle.acceptance.wire.Content;
import io.portsicle.acceptance.wire.RawHead;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.SpringBootVersion;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A Spring Boot application that trusts the forwarded fields works at its public URL as it does at
/// home.
@ParameterizedClass
@EnumSource
@Tag("conformance")
class SpringBootTest {
    /// The forms of a public URL.
    enum Way {
        SUBDOMAIN("subdomain", Door.PLAIN),
        SUBDOMAIN_OVER_TLS("subdomain", Door.TLS),
        PATH("path URL", Door.PLAIN),
        PATH_OVER_TLS("path URL", Door.TLS);

        private final String form;
        private final Door door;

        Way(String form, Door door) {
            this.form = form;
            this.door = door;
        }

        /// The certificate is for `localhost`, which leads to the relay as its address does.
        URI urlOf(Tunnel tunnel) {
            return form.equals(PATH.form)
                    ? URI.create(
                            tunnel.agent().pathUrl().toString().replace("127.0.0.1", "localhost"))
                    : tunnel.url().resolve("/");
        }

        @Override
        public String toString() {
            return form + ", " + door;
        }
    }

    @AutoClose private static final ShopProcess SHOP = ShopProcess.start();

    private static TestAuthority authority;
    private static Tunnel tunnel;
    private static URI url;

    @Parameter Way way;

    @TempDir Path folder;

    @BeforeParameterizedClassInvocation
    static void start(Way way) {
        authority = TestAuthority.create();
        tunnel = way.door.to(SHOP.port(), authority, "--name", "demo");
        url = way.urlOf(tunnel);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        tunnel.close();
    }

    @Test
    void aLoginLeadsToTheAccountAndTheSessionLasts() {
        String jar = folder.resolve("cookies").toString();
        String landed =
                curl(
                        "login",
                        "--location",
                        "--cookie-jar",
                        jar,
                        "--cookie",
                        jar,
                        "--data",
                        "name=Ada",
                        "--write-out",
                        " at %{url_effective}");

        assertThat(landed).isEqualTo("account of Ada at " + url + "account");
        assertThat(curl("account", "--cookie", jar)).isEqualTo("account of Ada");
        assertThat(curl("account")).as("without the session").isEqualTo("account of null");
        state("a login with a redirect, a session");
    }

    @Test
    void aLinkThatTheApplicationMakesIsThePublicOne() {
        assertThat(curl("link")).isEqualTo(url + "account");
        state("public links by ForwardedHeaderFilter");
    }

    @Test
    void aFileIsUploadedByAForm() throws IOException {
        Path photo = folder.resolve("photo.jpg");
        try (var out = Files.newOutputStream(photo)) {
            new Content(5 * Content.MIB + 1).writeTo(out);
        }

        assertThat(curl("photos", "--form", "title=Ice", "--form", "photo=@" + photo))
                .isEqualTo("Ice: photo.jpg, 5242881 bytes");
        state("a multipart upload of 5 MiB");
    }

    @Test
    void eventsComeOneByOneAsTheyAreSent() throws IOException {
        try (RawVisitor listener = RawVisitor.of(url)) {
            RawHead head = listener.request("GET", "/news").readHead();
            var events =
                    new BufferedReader(
                            new InputStreamReader(listener.body(head), StandardCharsets.UTF_8));
            assertThat(head.value("content-type").orElse("")).startsWith("text/event-stream");
            assertThat(nextEvent(events)).isEqualTo("data:listening");

            curl("announcements", "--data", "text=sold+out");

            assertThat(nextEvent(events)).isEqualTo("data:sold out");
            assertThat(events.readLine()).as("behind the last event").isNull();
        }
        state("server-sent events");
    }

    private void state(String what) {
        Conformance.row("Spring Boot", SpringBootVersion.getVersion(), what + "; " + way, "passed");
    }

    private static String nextEvent(BufferedReader events) throws IOException {
        String event = events.readLine();
        assertThat(events.readLine()).as("behind '%s'", event).isEmpty();
        return event;
    }

    private String curl(String path, String... options) {
        var arguments = new ArrayList<>(List.of(options));
        if (way.door == Door.TLS) {
            arguments.addAll(List.of("--cacert", authority.authorityFile().toString()));
        }
        arguments.add(url + path);
        Curl curl = Curl.run(arguments.toArray(String[]::new));
        assertThat(curl.exit()).as(curl.toString()).isZero();
        return curl.out();
    }
}
