package dev.keyhook.events.smartphonekey;

import dev.keyhook.events.smartphonekey.model.CustomerCreated;

/** An event of a customer. No source confirms that partners receive these. */
public sealed interface CustomerData extends SmartphoneKeyData permits CustomerCreated {}
