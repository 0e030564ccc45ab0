"""What time does to talks: targets of speed, taking back, passing on."""
