-- When somebody was replied to automatically: at most once in twelve hours in each channel.
CREATE TABLE timing.replied (
    contact_id bigint NOT NULL,
    channel_id integer NOT NULL,
    at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (contact_id, channel_id)
);
