package io.portsicle.tunnel.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.tunnel.message.Fields;

import org.junit.jupiter.api.Test;

class SpareFieldsTest {
    @Test
    void aHeadThatIsInUseIsNotGivenToAnother() {
        Fields outer = SpareFields.take();
        Fields inner = SpareFields.take();
        assertThat(inner).isNotSameAs(outer);

        SpareFields.giveBack(inner);
        assertThat(SpareFields.take()).isSameAs(inner);
    }
}
