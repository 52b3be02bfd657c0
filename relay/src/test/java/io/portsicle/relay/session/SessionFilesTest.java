package io.portsicle.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.relay.endpoint.EndpointName;
import io.portsicle.relay.token.Owner;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class SessionFilesTest {
    private static final Identity ANNAS =
            new Identity("aaaa", new EndpointName("anna"), new Owner.TokenHolder("0a1b2c3d"));
    private static final Identity NEIGHBOURS =
            new Identity("bbbb", new EndpointName("here"), new Owner.Neighbour());
    private static final Identity STRANGERS =
            new Identity("c-_c", new EndpointName("open"), new Owner.Anonymous());

    @TempDir Path data;

    @Test
    void aRelayThatStartsKnowsTheSessionsOfTheOneBefore() {
        try (SessionFiles before = files()) {
            before.opened(ANNAS);
            before.opened(NEIGHBOURS);
            before.opened(STRANGERS);
            before.ended(NEIGHBOURS);
        }

        try (SessionFiles after = files()) {
            assertThat(after.load()).containsExactly(ANNAS, STRANGERS);
        }
    }

    @Test
    void theFirstRelayKnowsNone() {
        try (SessionFiles first = files()) {
            assertThat(first.load()).isEmpty();
        }
        assertThat(folder()).doesNotExist();
    }

    @Test
    void whatIsNoSessionIsPassedOver() throws IOException {
        Files.createDirectory(folder());
        Files.writeString(folder().resolve("cut"), "anna");
        Files.writeString(folder().resolve("empty"), "");
        Files.writeString(folder().resolve("badName"), "not a name\nneighbour\n");
        Files.writeString(folder().resolve("badOwner"), "anna\nnobody\n");
        Files.writeString(folder().resolve(".new-1"), "anna\nneighbour\n");
        Files.write(folder().resolve("binary"), new byte[] {(byte) 0xff, '\n', (byte) 0xfe});

        try (SessionFiles files = files()) {
            assertThat(files.load()).isEmpty();
        }
    }

    @Test
    void twoRelaysOnOneFolderTouchOnlyTheirOwnSessions() {
        try (SessionFiles old = files();
                SessionFiles successor = files()) {
            old.opened(ANNAS);
            successor.opened(STRANGERS);
            old.opened(NEIGHBOURS);
            old.ended(NEIGHBOURS);
        }

        try (SessionFiles after = files()) {
            assertThat(after.load()).containsExactly(ANNAS, STRANGERS);
        }
    }

    private SessionFiles files() {
        return new SessionFiles(folder());
    }

    private Path folder() {
        return data.resolve("sessions-8080");
    }
}
