"""Access to topics: by a role, or by a permission in the channel; and switches from one to the other."""
