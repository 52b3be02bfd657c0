package io.portsicle.acceptance.local.shop;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.server.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Started as a process of its own by [ShopProcess], which waits for the line that tells the port.
@SpringBootApplication
@RestController
public class Shop {
    static final String LISTENING = "Shop listening on ";

    /// What the API says about an order.
    public record Order(String article, int number) {}

    public static void main(String[] args) {
        SpringApplication.run(Shop.class, args);
    }

    @EventListener
    public void listening(ServletWebServerInitializedEvent event) {
        System.out.println(LISTENING + event.getWebServer().getPort());
    }

    @GetMapping("/api/greeting")
    public String greeting() {
        return "greetings from the API";
    }

    @PostMapping("/api/orders")
    public Order order(@RequestBody Order order) {
        return new Order(order.article(), order.number() + 1);
    }
}
