package dev.weft.tcp;

import dev.weft.admission.Refusal;

/**
 * Why somebody is refused. Immutable.
 *
 * @param refusal counts it
 * @param why tells them
 */
record NotNow(Refusal refusal, String why) {}
