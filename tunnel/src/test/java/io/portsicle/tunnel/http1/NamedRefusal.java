package io.portsicle.tunnel.http1;

import io.portsicle.tunnel.fuzz.Draft;
import io.portsicle.tunnel.fuzz.Verdict;

import org.jspecify.annotations.Nullable;

import java.util.regex.Pattern;

/// Why ours refuses a head that Netty accepts: the problem that ours names, and what the input must
/// look like for that.
interface NamedRefusal extends Verdict {
    Refused refused();

    /// The first of `reasons` for which `parser` refused this input; none is a difference, as is a
    /// head that it did not refuse.
    static Verdict of(
            NamedRefusal[] reasons,
            HeadParser parser,
            HeadOutcome outcome,
            Draft draft,
            Object nettys) {
        @Nullable Http1Problem problem = outcome == HeadOutcome.INVALID ? parser.problem() : null;
        for (NamedRefusal reason : reasons) {
            if (reason.refused().applies(problem, draft.text())) {
                return reason;
            }
        }
        throw draft.differs(problem, nettys);
    }

    /// What ours says of inputs like this.
    record Refused(Http1Problem problem, Pattern input) {
        Refused(Http1Problem problem, String input) {
            this(problem, Pattern.compile("(?is)" + input));
        }

        private boolean applies(@Nullable Http1Problem why, String text) {
            return problem == why && input.matcher(text).matches();
        }
    }
}
