package io.portsicle.relay.session;

import io.portsicle.relay.endpoint.EndpointName;
import io.portsicle.relay.token.Owner;
import io.portsicle.relay.token.PrivateFile;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/// A folder with a file for each live session: its name is the session's id, its lines are the
/// endpoint's name and the owner.
///
/// Two relays may use one folder at the same time, the one that ends and the one that takes over:
/// each touches only the files of sessions that begin or end with it. Nothing secret is in them.
/// Files are written one after the other on a virtual thread.
public final class SessionFiles implements SessionStore, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SessionFiles.class);
    private static final String ID = "[A-Za-z0-9_-]{1,64}";

    private final Path folder;
    private final ExecutorService writer =
            Executors.newSingleThreadExecutor(
                    Thread.ofVirtual().name("portsicle-session-files").factory());

    /// Takes the folder, which is made when there is something to keep.
    public SessionFiles(Path folder) {
        this.folder = folder;
    }

    @Override
    public List<Identity> load() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Identity> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                read(file).ifPresent(found::add);
            }
        } catch (IOException unreadable) {
            LOG.atWarn()
                    .addKeyValue("folder", folder)
                    .setCause(unreadable)
                    .log("agents of the relay before this one are not known");
        }
        return found;
    }

    @Override
    public void opened(Identity session) {
        String text = session.name() + "\n" + session.owner().key() + "\n";
        inTurn(
                () -> {
                    PrivateFile.createFolder(folder);
                    PrivateFile.write(file(session), text.getBytes(StandardCharsets.UTF_8));
                });
    }

    @Override
    public void ended(Identity session) {
        inTurn(() -> Files.deleteIfExists(file(session)));
    }

    /// Blocks until everything is written.
    @Override
    public void close() {
        writer.close();
    }

    private Path file(Identity session) {
        return folder.resolve(session.id());
    }

    /// A file that is none of ours, or was cut by a crash of the machine, is passed over.
    private static Optional<Identity> read(Path file) throws IOException {
        String id = file.getFileName().toString();
        List<String> lines =
                id.matches(ID) ? Files.readAllLines(file, StandardCharsets.ISO_8859_1) : List.of();
        if (lines.size() != 2 || EndpointName.problem(lines.getFirst()).isPresent()) {
            return Optional.empty();
        }
        return Owner.ofKey(lines.getLast())
                .map(owner -> new Identity(id, new EndpointName(lines.getFirst()), owner));
    }

    private void inTurn(FileWork work) {
        writer.execute(
                () -> {
                    try {
                        work.run();
                    } catch (IOException | UncheckedIOException failed) {
                        LOG.atWarn()
                                .addKeyValue("folder", folder)
                                .setCause(failed)
                                .log("a session could not be noted down");
                    }
                });
    }

    private interface FileWork {
        void run() throws IOException;
    }
}
