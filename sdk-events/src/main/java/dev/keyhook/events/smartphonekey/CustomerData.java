package dev.keyhook.events.smartphonekey;

import dev.keyhook.events.smartphonekey.model.CustomerCreated;

/** What happened to a customer; nothing shows that partners are sent these. */
public sealed interface CustomerData extends SmartphoneKeyData permits CustomerCreated {}
