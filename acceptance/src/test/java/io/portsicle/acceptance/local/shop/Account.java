package io.portsicle.acceptance.local.shop;

import jakarta.servlet.http.HttpSession;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.springframework.web.servlet.view.RedirectView;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// What a customer does once logged in: as much of the web as applications use without a thought.
@RestController
public class Account {
    private final List<SseEmitter> listeners = new CopyOnWriteArrayList<>();

    /// Remembers the customer in a session, and leads to the account.
    @PostMapping("/login")
    public RedirectView logIn(@RequestParam("name") String name, HttpSession session) {
        session.setAttribute("name", name);
        return new RedirectView("/account", true);
    }

    @GetMapping("/account")
    public String account(HttpSession session) {
        return "account of " + session.getAttribute("name");
    }

    /// The link that the application would put into a mail.
    @GetMapping("/link")
    public String link() {
        return ServletUriComponentsBuilder.fromCurrentContextPath().path("/account").toUriString();
    }

    @PostMapping("/photos")
    public String photo(
            @RequestParam("title") String title, @RequestParam("photo") MultipartFile photo)
            throws IOException {
        return "%s: %s, %d bytes"
                .formatted(title, photo.getOriginalFilename(), photo.getBytes().length);
    }

    /// Says `listening`, and then whatever is announced.
    @GetMapping(path = "/news", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    public SseEmitter news() throws IOException {
        var listener = new SseEmitter(0L);
        listener.send("listening");
        listeners.add(listener);
        return listener;
    }

    /// Tells all who listen, and lets them go.
    @PostMapping("/announcements")
    public void announce(@RequestParam("text") String text) throws IOException {
        for (SseEmitter listener : List.copyOf(listeners)) {
            listener.send(text);
            listener.complete();
            listeners.remove(listener);
        }
    }
}
