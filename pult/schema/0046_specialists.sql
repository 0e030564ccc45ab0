-- Somebody who works beside the talks: reads all of them, notes, keeps replies and views; never holds one.
ALTER TABLE operators.operator
    DROP CONSTRAINT operator_role_check,
    ADD CONSTRAINT operator_role_check CHECK (role IN ('admin', 'supervisor', 'operator', 'specialist', 'viewer'));
ALTER TABLE operators.invitation
    DROP CONSTRAINT invitation_role_check,
    ADD CONSTRAINT invitation_role_check CHECK (role IN ('admin', 'supervisor', 'operator', 'specialist', 'viewer'));
