namespace OptGen.SystemTorch.Interop;

/// <content>What layers, losses and their functions are made of.</content>
internal static partial class Aten
{
    public static readonly Operator hardshrink = new("hardshrink");
    public static readonly Operator softshrink = new("softshrink");
    public static readonly Operator mish = new("mish");
    public static readonly Operator mish_ = new("mish_");
    public static readonly Operator linear = new("linear");
    public static readonly Operator conv1d = new("conv1d");
    public static readonly Operator conv1d_padding = new("conv1d", "padding");
    public static readonly Operator conv2d = new("conv2d");
    public static readonly Operator conv2d_padding = new("conv2d", "padding");
    public static readonly Operator conv3d = new("conv3d");
    public static readonly Operator conv3d_padding = new("conv3d", "padding");
    public static readonly Operator conv_transpose1d = new("conv_transpose1d");
    public static readonly Operator conv_transpose2d = new("conv_transpose2d", "input");
    public static readonly Operator conv_transpose3d = new("conv_transpose3d", "input");
    public static readonly Operator diagonal = new("diagonal");
    public static readonly Operator index_fill__int_Scalar = new("index_fill_", "int_Scalar");
    public static readonly Operator cross_entropy_loss = new("cross_entropy_loss");
    public static readonly Operator mse_loss = new("mse_loss");
    public static readonly Operator l1_loss = new("l1_loss");
    public static readonly Operator smooth_l1_loss = new("smooth_l1_loss");
    public static readonly Operator huber_loss = new("huber_loss");
    public static readonly Operator binary_cross_entropy = new("binary_cross_entropy");
    public static readonly Operator binary_cross_entropy_with_logits = new("binary_cross_entropy_with_logits");
    public static readonly Operator nll_loss_nd = new("nll_loss_nd");
    public static readonly Operator kl_div = new("kl_div");
    public static readonly Operator poisson_nll_loss = new("poisson_nll_loss");
    public static readonly Operator cosine_embedding_loss = new("cosine_embedding_loss");
    public static readonly Operator margin_ranking_loss = new("margin_ranking_loss");
    public static readonly Operator hinge_embedding_loss = new("hinge_embedding_loss");
    public static readonly Operator soft_margin_loss = new("soft_margin_loss");
    public static readonly Operator multilabel_margin_loss = new("multilabel_margin_loss");
    public static readonly Operator multi_margin_loss = new("multi_margin_loss");
    public static readonly Operator triplet_margin_loss = new("triplet_margin_loss");
    public static readonly Operator ctc_loss_Tensor = new("ctc_loss", "Tensor");
    public static readonly Operator cosine_similarity = new("cosine_similarity");
    public static readonly Operator pairwise_distance = new("pairwise_distance");
    public static readonly Operator one_hot = new("one_hot");
}
