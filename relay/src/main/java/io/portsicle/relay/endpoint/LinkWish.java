package io.portsicle.relay.endpoint;

/// What a visitor asks of the link for its next requests. Moving to another event loop costs as
/// much as a small request.
public enum LinkWish {
    /// It has just come, and mostly comes for one request.
    NEAR(64),

    /// It stays, and goes where there is clearly more room.
    ROOMY(4),

    /// It stays, and goes where the others of its session are, as long as few requests run there:
    /// what many do in one turn of an event loop is less work.
    SHARED(4);

    private final int worthMoving;

    LinkWish(int worthMoving) {
        this.worthMoving = worthMoving;
    }

    /// How many streams more than twice as many as another one a link carries before it is left for
    /// that one.
    public int worthMoving() {
        return worthMoving;
    }
}
