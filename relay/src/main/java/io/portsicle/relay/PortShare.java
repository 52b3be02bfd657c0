package io.portsicle.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.unix.RawUnixChannelOption;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Has Linux give every new connection to the newer of two sockets that listen on one port.
///
/// Sockets that share a port form a group, in the order in which they began to listen, and the
/// kernel draws one for each connection. A program of the classic Berkeley packet filter decides
/// instead of chance (SO_ATTACH_REUSEPORT_CBPF, socket(7)); ours returns 1, the second of the
/// group. Once the older one is gone there is no second, and the kernel falls back to those that
/// are left. So nothing waits in the queue of a socket that is about to be closed, which would
/// reset it.
final class PortShare {
    private static final Logger LOG = LoggerFactory.getLogger(PortShare.class);
    private static final int SOL_SOCKET = 1;
    private static final int SO_ATTACH_REUSEPORT_CBPF = 51;

    /// `struct sock_filter`: code, jt, jf, k.
    private static final int INSTRUCTION_BYTES = 8;

    /// `struct sock_fprog`: how many instructions, and where they are, on a machine of 64 bits.
    private static final int PROGRAM_BYTES = 16;

    private static final int POINTER_AT = 8;
    private static final short RETURN_CONSTANT = 0x06;
    private static final int SECOND = 1;

    private static final RawUnixChannelOption ATTACH =
            new RawUnixChannelOption(
                    "SO_ATTACH_REUSEPORT_CBPF",
                    SOL_SOCKET,
                    SO_ATTACH_REUSEPORT_CBPF,
                    PROGRAM_BYTES);

    private PortShare() {}

    /// Takes what comes from now on for a socket of epoll that listens. Where the kernel knows no
    /// such programs, or refuses ours, connections go to both sockets by chance.
    static void takeAll(Channel listener) {
        ByteBuf instruction =
                Unpooled.directBuffer(INSTRUCTION_BYTES, INSTRUCTION_BYTES)
                        .setZero(0, INSTRUCTION_BYTES);
        try {
            ByteBuffer code = instruction.nioBuffer(0, INSTRUCTION_BYTES);
            code.order(ByteOrder.nativeOrder()).putShort(0, RETURN_CONSTANT).putInt(4, SECOND);
            ByteBuffer program = ByteBuffer.allocateDirect(PROGRAM_BYTES);
            program.order(ByteOrder.nativeOrder())
                    .putShort(0, (short) 1)
                    .putLong(POINTER_AT, instruction.memoryAddress());
            listener.config().setOption(ATTACH, program);
        } catch (RuntimeException refused) {
            LOG.atInfo().setCause(refused).log("new connections are shared with the older relay");
        } finally {
            instruction.release();
        }
    }
}
