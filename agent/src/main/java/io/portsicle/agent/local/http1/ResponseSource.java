package io.portsicle.agent.local.http1;

/// Where what a visitor gets comes from. Event loop only.
interface ResponseSource {
    /// The visitor takes no more for now.
    void pauseReading();

    void resumeReading();

    /// The exchange is over, and hears nothing more.
    void close();
}
