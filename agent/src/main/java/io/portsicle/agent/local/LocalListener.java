package io.portsicle.agent.local;

/// What is worth telling about the local server. Every call comes on the event loop of the link
/// that it is about, and must not wait.
public interface LocalListener {
    /// Connections are refused from now on; said once.
    void onUnreachable(String address, String reason);

    /// Connections are taken again.
    void onBack(String address);

    /// A request is over, however it ended.
    void onCompleted(CompletedRequest request);
}
